#include "harness/stats/checked_input.hpp"

#include <cmath>

namespace harness::stats {

Result<void> check_finite(std::span<const double> values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!std::isfinite(values[i])) return usage_error("value {} of {} is {}", i, values.size(), values[i]);
  }
  return {};
}

Result<void> check_level(double level) {
  if (level > 0 && level < 1) return {};
  return usage_error("confidence level {} must be between 0 and 1, such as 0.95", level);
}

}  // namespace harness::stats
