#pragma once
// K8, native: SHA-256 of n bytes by OpenSSL, in one call.
#include <string>
#include <vector>

namespace harness::kernels::sha256 {

using Bytes = std::vector<unsigned char>;

[[nodiscard]] Bytes prepare(int n);
[[nodiscard]] std::string run(const Bytes& bytes);
[[nodiscard]] std::string line(const std::string& digest);

}  // namespace harness::kernels::sha256
