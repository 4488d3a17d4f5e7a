#pragma once
// POST /echo: which bodies fit, where one does not, and the bytes of the answer.
// Threading: pure functions. Errors: whatever is wrong with a body is the reply that the contract has for it.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "workloads/native/reference/contract_response.hpp"

namespace harness::contract {

inline constexpr std::size_t kLargestBody = 65536;

inline constexpr std::int64_t kLargestId = 2147483647;
inline constexpr std::int64_t kLargestCents = 9007199254740991;  ///< Number.MAX_SAFE_INTEGER
inline constexpr std::size_t kLongestName = 64;                  ///< in code points, at least one
inline constexpr std::size_t kLongestTag = 16;                   ///< in code points
inline constexpr std::size_t kMostTags = 8;

struct Echo {
  std::int64_t id = 0;
  std::string name;  ///< UTF-8, as the tags
  std::vector<std::string> tags;
  std::int64_t cents = 0;
};

/// {"ok":true,"id":…,"name":…,"tags":[…],"cents":…,"n":<number of tags>}
[[nodiscard]] std::string echo_body(const Echo& echo);

/// {"ok":false,"path":P}
[[nodiscard]] std::string misfit_body(std::string_view path);

[[nodiscard]] Reply echo_reply(std::string_view body);

}  // namespace harness::contract
