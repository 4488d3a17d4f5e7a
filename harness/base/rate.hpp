#pragma once
// Requests per second as a type, so that a rate is never mistaken for an interval.
#include <string_view>

#include "harness/base/error.hpp"

namespace harness {

struct RequestsPerSecond {
  double value = 0;
  friend constexpr auto operator<=>(const RequestsPerSecond&, const RequestsPerSecond&) = default;
};

/// Parses "1000/s", "2.5/s", "120/m". Errors: kUsage, naming the value and the form.
[[nodiscard]] Result<RequestsPerSecond> parse_rate(std::string_view text);

}  // namespace harness
