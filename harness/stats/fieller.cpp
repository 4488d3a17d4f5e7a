#include "harness/stats/fieller.hpp"

#include <cmath>

namespace harness::stats {

Result<RatioOfMeans> ratio_of_means(std::span<const double> numerator, std::span<const double> denominator,
                                    double level) {
  const auto above = mean_interval(numerator, level);
  if (!above) return tl::unexpected(above.error().within("numerator"));
  const auto below = mean_interval(denominator, level);
  if (!below) return tl::unexpected(below.error().within("denominator"));
  if (below->low <= 0 && below->high >= 0) return UnboundedRatio{*below};

  // Everything in units of the denominator's mean: nothing is squared that could overflow.
  const double ratio = above->estimate / below->estimate;
  const double above_half = (above->high - above->estimate) / below->estimate;
  const double below_half = (below->high - below->estimate) / below->estimate;
  const double rest = 1 - below_half * below_half;
  // A²B² − (A² − h_A²)(B² − h_B²) = A²h_B² + h_A²(B² − h_B²): a sum, so never below 0.
  const double half = std::hypot(ratio * below_half, above_half * std::sqrt(rest)) / rest;
  const BoundedRatio found{ratio, ratio / rest - half, ratio / rest + half, level};
  if (!(rest > 0) || !std::isfinite(found.low) || !std::isfinite(found.high)) {
    return usage_error("the ratio of {} to {} is too large for double arithmetic", above->estimate,
                       below->estimate);
  }
  return found;
}

}  // namespace harness::stats
