#pragma once
// FNV-1a, 32 bits, as 8 hex digits: what a canonical line says of many bytes. Always outside the timed
// region.
#include <cstdint>
#include <ranges>
#include <string>

#include <fmt/format.h>

namespace harness::kernels {

template <std::ranges::input_range Bytes>
requires(sizeof(std::ranges::range_value_t<Bytes>) == 1) [[nodiscard]] std::string fnv1a(const Bytes& bytes) {
  std::uint32_t hash = 2166136261U;
  for (const auto byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * 16777619U;
  return fmt::format("{:08x}", hash);
}

}  // namespace harness::kernels
