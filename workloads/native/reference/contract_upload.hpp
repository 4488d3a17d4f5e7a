#pragma once
// POST /upload: the length and SHA-256 of a body that is taken in as it comes, and kept nowhere.
// Threading: one connection's. Errors: a body that is too long is the reply that the contract has for it.
#include <cstdint>
#include <string>
#include <string_view>

#include "workloads/native/reference/contract_response.hpp"

#include "harness/base/digest.hpp"

namespace harness::contract {

inline constexpr std::string_view kUploadPath = "/upload";
inline constexpr std::uint64_t kLargestUpload = 64 * 1024 * 1024;

class Upload {
 public:
  void take(std::string_view part);
  [[nodiscard]] std::uint64_t length() const { return length_; }
  [[nodiscard]] bool is_too_long() const { return length_ > kLargestUpload; }
  [[nodiscard]] Reply reply() const;

 private:
  std::uint64_t length_ = 0;
  Sha256 sha_;
};

/// {"len":L,"sha":"<64 hex digits>"}
[[nodiscard]] std::string upload_body(std::uint64_t length, std::string_view sha);

}  // namespace harness::contract
