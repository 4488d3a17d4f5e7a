#pragma once
// A straight line through points of which some may be far off: the median of the slopes of all pairs. Not for
// a line whose points are few (under five there is no interval), nor for more than kMostPoints: bin them.
// Units: slope in y per x. Threading: pure. Errors: kUsage, naming the index or the number of points.
// The interval takes the errors for independent; where neighbours resemble each other it is too narrow.
#include <cstddef>
#include <optional>
#include <span>

#include "harness/base/error.hpp"

namespace harness::stats {

inline constexpr std::size_t kMostPoints = 5'000;  ///< 12.5 million slopes, 100 MB

struct TheilSenLine {
  double slope = 0;
  double intercept = 0;
  /// Ends of the interval of the slope. Absent: too few points to bound it at this level.
  std::optional<double> low;
  std::optional<double> high;
  double level = 0;  ///< 0.95
};

/// slope = median of (y_j − y_i)/(x_j − x_i) over the N pairs with x_i ≠ x_j; intercept = median of
/// y_i − slope·x_i. The interval runs from the M-th smallest to the M-th largest of the N slopes,
///   M = round((N − C)/2), C = z_{(1+level)/2}·√V, V = (n(n−1)(2n+5) − Σ t(t−1)(2t+5))/18
/// with t the size of each group of equal x or equal y.
/// Source: Theil 1950; Sen 1968, "Estimates of the regression coefficient based on Kendall's tau"; the
/// intercept: Hollander, Wolfe, Nonparametric Statistical Methods, 2nd ed. 1999.
[[nodiscard]] Result<TheilSenLine> theil_sen(std::span<const double> x, std::span<const double> y,
                                             double level = 0.95);

/// The same over x = 0, 1, 2, …: the slope is the change per element.
[[nodiscard]] Result<TheilSenLine> theil_sen(std::span<const double> y, double level = 0.95);

}  // namespace harness::stats
