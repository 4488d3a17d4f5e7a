#pragma once
// K8, without a library: SHA-256 (FIPS 180-4) in the language's own integers, which here are 32 bits wide.
#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace harness::kernels::sha256_pure {

using Bytes = std::vector<unsigned char>;
using Digest = std::array<std::uint32_t, 8>;

[[nodiscard]] Bytes prepare(int n);
[[nodiscard]] Digest run(const Bytes& message);
[[nodiscard]] std::string line(const Digest& digest);

}  // namespace harness::kernels::sha256_pure
