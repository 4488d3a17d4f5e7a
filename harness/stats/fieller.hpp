#pragma once
// The ratio of two means: of samples that have nothing to do with each other, such as two sessions, or of two
// values of each block. Not for comparing two arms of a block: their log ratios say far more. Pure. Errors:
// kUsage, naming the sample and the index. A denominator that may be 0 is not an error but an outcome: no
// bound exists.
// Source: Fieller 1954, "Some problems in interval estimation"; with h = t·s/√n of each sample on its own:
// Kalibera, Jones 2012, "Quantifying performance change with effect size confidence intervals", §8.
#include <span>
#include <variant>

#include "harness/base/error.hpp"
#include "harness/stats/interval.hpp"

namespace harness::stats {

struct BoundedRatio {
  double estimate = 0;  ///< mean of the numerator ÷ mean of the denominator
  double low = 0;
  double high = 0;
  double level = 0;
};

/// The interval of the denominator's mean contains 0, so any ratio, however large, agrees with the data.
struct UnboundedRatio {
  Interval denominator;
};

using RatioOfMeans = std::variant<BoundedRatio, UnboundedRatio>;

/// All ρ with (A − ρB)² ≤ h_A² + ρ²·h_B², A and B the means: their ends are
///   (AB ± √(A²B² − (A² − h_A²)(B² − h_B²))) / (B² − h_B²),   unbounded when B² ≤ h_B².
[[nodiscard]] Result<RatioOfMeans> ratio_of_means(std::span<const double> numerator,
                                                  std::span<const double> denominator, double level = 0.95);

/// Of values that belong together one by one: all ρ for which the mean of a − ρb may be 0 by Student's t,
///   (A − ρB)² ≤ t²/n · (s_aa − 2ρ·s_ab + ρ²·s_bb);
/// what moves both alike moves their ratio little. kUsage also when there are not equally many.
[[nodiscard]] Result<RatioOfMeans> ratio_of_paired_means(std::span<const double> numerator,
                                                         std::span<const double> denominator,
                                                         double level = 0.95);

}  // namespace harness::stats
