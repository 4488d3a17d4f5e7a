#pragma once
// An interval for the median of independent values that assumes nothing of their distribution: two of the
// values themselves. Also of values of which it is only known that they are beyond what was measured, as ±
// infinity. Pure. Errors: kUsage, naming the index of a NaN or how many values are missing.
#include <cstddef>
#include <span>

#include "harness/base/error.hpp"

namespace harness::stats {

struct MedianInterval {
  double median = 0;
  double low = 0;
  double high = 0;
  double level = 0;  ///< that of these two values: at least what was asked for
  std::size_t n = 0;
};

/// The k-th smallest and k-th largest value for the largest k whose coverage, 1 − 2·P(Binomial(n, ½) < k), is
/// at least `level`. At 0.95 that takes six values, of which it is all: 1 − 2/2⁶ = 96.9 %.
/// Source: Conover, Practical Nonparametric Statistics, 3rd ed. 1999, §3.2; Hahn, Meeker, Statistical
/// Intervals 1991, §5.2.
[[nodiscard]] Result<MedianInterval> median_interval(std::span<const double> values, double level = 0.95);

}  // namespace harness::stats
