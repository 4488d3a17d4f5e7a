#pragma once
// What one check found, and the comparisons that most checks end in, with messages that show both sides.
// Threading: pure functions.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "harness/verify/raw_connection.hpp"

namespace harness::verify {

struct Finding {
  bool passed = false;
  std::string detail;
  bool unknown = false;  ///< this host does not let one look
};

template <typename... Args>
[[nodiscard]] Finding passed(fmt::format_string<Args...> format, Args&&... args) {
  return {true, fmt::format(format, std::forward<Args>(args)...), false};
}
template <typename... Args>
[[nodiscard]] Finding failed(fmt::format_string<Args...> format, Args&&... args) {
  return {false, fmt::format(format, std::forward<Args>(args)...), false};
}

template <typename... Args>
[[nodiscard]] Finding unknown(fmt::format_string<Args...> format, Args&&... args) {
  return {false, fmt::format(format, std::forward<Args>(args)...), true};
}

/// A sentence about what is wrong; nothing when nothing is.
using Problem = std::optional<std::string>;

[[nodiscard]] Problem wrong_status(const Response& response, int expected);

/// Status first, then the body byte by byte: the message shows both around the first difference.
[[nodiscard]] Problem wrong_answer(const Response& response, int status, std::string_view body);

[[nodiscard]] std::string json_target(std::uint32_t k, int n);
[[nodiscard]] std::string delay_target(int ms);

}  // namespace harness::verify
