#include "harness/base/rate.hpp"

#include <charconv>
#include <cmath>

namespace harness {

Result<RequestsPerSecond> parse_rate(std::string_view text) {
  const double per_second = text.ends_with("/m") ? 1.0 / 60 : 1.0;
  if (text.ends_with("/s") || text.ends_with("/m")) {
    const std::string_view number = text.substr(0, text.size() - 2);
    double value = 0;
    const auto [end, failure] = std::from_chars(number.data(), number.data() + number.size(), value);
    if (failure == std::errc{} && end == number.data() + number.size() && std::isfinite(value) && value > 0) {
      return RequestsPerSecond{value * per_second};
    }
  }
  return usage_error("'{}' is not a rate: write a positive number and its unit, such as 1000/s or 120/m",
                     text);
}

}  // namespace harness
