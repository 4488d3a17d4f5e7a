#pragma once
// Time as types: nanoseconds everywhere inside, units in names or values at every border.
// Not a clock: see clock.hpp.
#include <chrono>
#include <string>
#include <string_view>

#include "harness/base/error.hpp"

namespace harness {

using Nanoseconds = std::chrono::nanoseconds;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

/// Parses "200ms", "5s", "1.5m", "750us", "2h", "10ns". A bare number is refused: a duration has a unit.
/// Errors: kUsage, naming the value and the accepted units. Negative values are refused.
[[nodiscard]] Result<Nanoseconds> parse_duration(std::string_view text);

/// Short text for people: "850 ms", "5.2 s", "7 min 05 s".
[[nodiscard]] std::string human(Nanoseconds duration);

[[nodiscard]] constexpr double to_seconds(Nanoseconds duration) {
  return std::chrono::duration<double>(duration).count();
}
[[nodiscard]] constexpr double to_milliseconds(Nanoseconds duration) {
  return std::chrono::duration<double, std::milli>(duration).count();
}
[[nodiscard]] constexpr double to_microseconds(Nanoseconds duration) {
  return std::chrono::duration<double, std::micro>(duration).count();
}

/// Nearest nanosecond to a number of seconds.
[[nodiscard]] Nanoseconds from_seconds(double seconds);

}  // namespace harness
