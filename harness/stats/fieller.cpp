#include "harness/stats/fieller.hpp"

#include <cmath>

namespace harness::stats {
namespace {

tl::unexpected<Error> too_large(const Interval& above, const Interval& below) {
  return usage_error("the ratio of {} to {} is too large for double arithmetic", above.estimate,
                     below.estimate);
}

bool may_be_zero(const Interval& mean) {
  return mean.low <= 0 && mean.high >= 0;
}

}  // namespace

Result<RatioOfMeans> ratio_of_means(std::span<const double> numerator, std::span<const double> denominator,
                                    double level) {
  const auto above = mean_interval(numerator, level);
  if (!above) return tl::unexpected(above.error().within("numerator"));
  const auto below = mean_interval(denominator, level);
  if (!below) return tl::unexpected(below.error().within("denominator"));
  if (may_be_zero(*below)) return UnboundedRatio{*below};

  // Everything in units of the denominator's mean: nothing is squared that could overflow.
  const double ratio = above->estimate / below->estimate;
  const double above_half = (above->high - above->estimate) / below->estimate;
  const double below_half = (below->high - below->estimate) / below->estimate;
  const double rest = 1 - below_half * below_half;
  // A²B² − (A² − h_A²)(B² − h_B²) = A²h_B² + h_A²(B² − h_B²): a sum, so never below 0.
  const double half = std::hypot(ratio * below_half, above_half * std::sqrt(rest)) / rest;
  const BoundedRatio found{ratio, ratio / rest - half, ratio / rest + half, level};
  if (!(rest > 0) || !std::isfinite(found.low) || !std::isfinite(found.high))
    return too_large(*above, *below);
  return found;
}

Result<RatioOfMeans> ratio_of_paired_means(std::span<const double> numerator,
                                           std::span<const double> denominator, double level) {
  if (numerator.size() != denominator.size()) {
    return usage_error("{} values of the numerator, {} of the denominator: they must be pairs",
                       numerator.size(), denominator.size());
  }
  const auto above = mean_interval(numerator, level);
  if (!above) return tl::unexpected(above.error().within("numerator"));
  const auto below = mean_interval(denominator, level);
  if (!below) return tl::unexpected(below.error().within("denominator"));
  if (may_be_zero(*below)) return UnboundedRatio{*below};

  // In units of the denominator's mean, and ρ as its distance δ from the estimate, which leaves of each pair
  // a residue e beside d, what the denominator is off its mean: δ²·(1 − c·Σd²) + 2δ·c·Σed − c·Σe² ≤ 0.
  const double ratio = above->estimate / below->estimate;
  double ee = 0;
  double ed = 0;
  double dd = 0;
  for (std::size_t i = 0; i < numerator.size(); ++i) {
    const double d = denominator[i] / below->estimate - 1;
    const double e = numerator[i] / below->estimate - ratio - ratio * d;
    ee += e * e;
    ed += e * d;
    dd += d * d;
  }
  const auto n = static_cast<double>(numerator.size());
  const double t = t_quantile((1 + level) / 2, n - 1);
  const double c = t * t / (n * (n - 1));
  const double rest = 1 - c * dd;
  const double middle = ratio - c * ed / rest;
  const double half = std::sqrt(c * c * ed * ed + rest * c * ee) / rest;  // of a sum, so never of less than 0
  const BoundedRatio found{ratio, middle - half, middle + half, level};
  if (!(rest > 0) || !std::isfinite(found.low) || !std::isfinite(found.high))
    return too_large(*above, *below);
  return found;
}

}  // namespace harness::stats
