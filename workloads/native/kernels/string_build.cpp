#include "workloads/native/kernels/string_build.hpp"

#include <array>
#include <charconv>

#include "workloads/native/kernels/fnv.hpp"
#include <fmt/format.h>

namespace harness::kernels::string_build {

std::string run(int n) {
  std::string text;
  for (int i = 0; i < n; ++i) text += "item-" + std::to_string(i) + ";";
  return text;
}

std::string run_idiom(int n) {
  std::string text;
  std::array<char, 10> digits{};
  for (int i = 0; i < n; ++i) {
    text += "item-";
    text.append(digits.data(), std::to_chars(digits.begin(), digits.end(), i).ptr);
    text += ';';
  }
  return text;
}

std::string line(const std::string& bytes) {
  return fmt::format("{} {}", bytes.size(), fnv1a(bytes));
}

}  // namespace harness::kernels::string_build
