#include "harness/base/digest.hpp"

#include <array>

#include <fmt/format.h>
#include <openssl/evp.h>

#include "harness/base/error.hpp"

namespace harness {

std::string sha256_hex(std::string_view bytes) {
  std::array<unsigned char, 32> digest{};
  HARNESS_ASSERT(EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr) == 1);
  return fmt::format("{:02x}", fmt::join(digest, ""));
}

}  // namespace harness
