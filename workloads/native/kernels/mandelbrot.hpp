#pragma once
// K4: which of n x n points stay bounded for 50 steps, packed one bit each, every row in whole bytes.
#include <string>
#include <vector>

namespace harness::kernels::mandelbrot {

struct Picture {
  int inside = 0;
  std::vector<unsigned char> bitmap;
};

[[nodiscard]] inline int prepare(int n) {
  return n;
}
[[nodiscard]] Picture run(int n);
[[nodiscard]] std::string line(const Picture& picture);

}  // namespace harness::kernels::mandelbrot
