#pragma once
// K14: Fibonacci numbers by double recursion: the cost of a call, and of little else.
#include <string>

namespace harness::kernels::fib {

[[nodiscard]] inline int prepare(int n) {
  return n;
}
[[nodiscard]] int run(int n);
[[nodiscard]] std::string line(int number);

}  // namespace harness::kernels::fib
