#pragma once
// Is the head of a response what the contract says: status, type and exactly these headers?
// Threading: pure functions.
#include <initializer_list>
#include <string_view>

#include "harness/verify/finding.hpp"

namespace harness::verify {

/// `framing` are the names of all headers but Content-Type, Date and Server, in lower case.
[[nodiscard]] Problem wrong_head(const Response& response, int status, std::string_view content_type,
                                 std::initializer_list<std::string_view> framing);

}  // namespace harness::verify
