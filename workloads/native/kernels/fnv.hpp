#pragma once
// FNV-1a, 32 bits, in hex: what a canonical line says of many bytes. Always outside the timed region.
#include <cstdint>
#include <iterator>
#include <string>

#include <fmt/format.h>

namespace harness::kernels {

/// Of a string or a container of bytes.
template <typename Bytes>
[[nodiscard]] std::string fnv1a(const Bytes& bytes) {
  static_assert(sizeof(*std::begin(bytes)) == 1);
  std::uint32_t hash = 2166136261U;
  for (const auto byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * 16777619U;
  return fmt::format("{:08x}", hash);
}

}  // namespace harness::kernels
