#pragma once
// The data of every kernel: s <- 1664525 s + 1013904223 modulo 2^32, the same draws in every language.
#include <cstddef>
#include <cstdint>
#include <vector>

namespace harness::kernels {

class Lcg {
 public:
  explicit constexpr Lcg(std::uint32_t seed) : state_(seed) {}

  constexpr std::uint32_t next() {
    state_ = 1664525U * state_ + 1013904223U;
    return state_;
  }

 private:
  std::uint32_t state_;
};

[[nodiscard]] inline std::vector<std::uint32_t> draws(std::uint32_t seed, int count) {
  Lcg lcg(seed);
  std::vector<std::uint32_t> numbers(static_cast<std::size_t>(count));
  for (auto& number : numbers) number = lcg.next();
  return numbers;
}

/// The highest byte of each draw.
[[nodiscard]] inline std::vector<unsigned char> top_bytes(std::uint32_t seed, int count) {
  Lcg lcg(seed);
  std::vector<unsigned char> bytes(static_cast<std::size_t>(count));
  for (auto& byte : bytes) byte = static_cast<unsigned char>(lcg.next() >> 24);
  return bytes;
}

}  // namespace harness::kernels
