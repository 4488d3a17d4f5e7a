#pragma once
// What the tests and intervals of this module refuse before they compute. Pure. Errors: kUsage, naming the
// index and the value.
#include <span>

#include "harness/base/error.hpp"

namespace harness::stats {

/// "value 2 of 3 is nan"
[[nodiscard]] Result<void> check_finite(std::span<const double> values);

/// A confidence level is strictly between 0 and 1: 0.95, not 95.
[[nodiscard]] Result<void> check_level(double level);

}  // namespace harness::stats
