#pragma once
// K10: a long string out of n short ones, as bytes; a C++ string is its bytes already.
#include <string>

namespace harness::kernels::string_build {

[[nodiscard]] inline int prepare(int n) {
  return n;
}
/// Short strings that are joined.
[[nodiscard]] std::string run(int n);
/// No short strings: each number goes straight to the end of the long one.
[[nodiscard]] std::string run_idiom(int n);
[[nodiscard]] std::string line(const std::string& bytes);

}  // namespace harness::kernels::string_build
