#pragma once
// GET /down, which asks another server, and GET /blob, which is what it asks for: both as pure functions.
// Not a client: see downstream.hpp. Threading: any thread. Errors: none.
#include <cstddef>
#include <string>
#include <string_view>

#include "workloads/native/reference/contract_response.hpp"

namespace harness::contract {

inline constexpr std::string_view kDownPath = "/down";
inline constexpr std::string_view kBlobPath = "/blob";
inline constexpr int kLongestDownMs = 20'000;
inline constexpr std::size_t kLargestBlob = 1024 * 1024;
inline constexpr int kDownPatienceMs = 10'000;

struct Call {
  int ms = 0;
  std::size_t size = 0;  ///< at most kLargestBlob
};

/// The first `size` bytes of what is always the same, and looks random.
[[nodiscard]] std::string_view blob(std::size_t size);
/// What is asked for in turn: /blob?ms=…&b=…
[[nodiscard]] std::string blob_target(const Call& call, std::string_view path = kBlobPath);

/// {"ms":M,"len":B,"sha":"<64 hex digits>"} of what was received.
[[nodiscard]] std::string down_body(int ms, std::string_view received);

/// 502 and 504.
[[nodiscard]] Reply bad_gateway();
[[nodiscard]] Reply gateway_timeout();

}  // namespace harness::contract
