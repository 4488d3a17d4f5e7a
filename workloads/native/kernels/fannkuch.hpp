#pragma once
// K2: for every permutation of 0 .. n-1, how often the first k+1 can be reversed (k the first) until 0 is
// first.
#include <string>

namespace harness::kernels::fannkuch {

struct Flips {
  int checksum = 0;
  int most = 0;
};

[[nodiscard]] inline int prepare(int n) {
  return n;
}
[[nodiscard]] Flips run(int n);
[[nodiscard]] std::string line(const Flips& flips);

}  // namespace harness::kernels::fannkuch
