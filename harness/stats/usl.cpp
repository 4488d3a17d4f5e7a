#include "harness/stats/usl.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "harness/stats/checked_input.hpp"

namespace harness::stats {
namespace {

double curve(const UslFit& fit, double n) {
  return fit.gamma.estimate * n / (1 + fit.alpha.estimate * (n - 1) + fit.beta.estimate * n * (n - 1));
}

void find_peak(UslFit& fit, std::span<const ScalingPoint> points) {
  const double alpha = fit.alpha.estimate;
  const double beta = fit.beta.estimate;
  if (beta == 0) {
    if (alpha > 0) fit.limit = fit.gamma.estimate / alpha;
    return;
  }
  const double level = std::sqrt(std::max(1.0, (1 - alpha) / beta));  // infinite for a tiny β
  if (level > kFurthestReach * fit.largest_level) {
    fit.peak_state = PeakState::kBeyondReach;
    return;
  }
  fit.peak_state = PeakState::kFound;
  fit.peak = Peak{level, curve(fit, level)};
  fit.levels_past_peak = static_cast<std::size_t>(
      std::count_if(points.begin(), points.end(), [&](const ScalingPoint& p) { return p.level > level; }));
}

}  // namespace

Result<UslFit> fit_usl(std::span<const ScalingPoint> points, double confidence) {
  if (auto known = check_level(confidence); !known) return tl::unexpected(known.error());
  if (auto levels = check_levels(points, kFewestUslLevels); !levels) return tl::unexpected(levels.error());
  UslFit usl;
  usl.confidence = confidence;
  std::vector<FitRow> rows;
  const double most = largest_throughput(points);  // the unit of the fit, which nothing can overflow in
  for (const auto& [n, x] : points) {
    rows.push_back({{1, n - 1, n * (n - 1)}, n / (x / most)});
    usl.largest_level = std::max(usl.largest_level, n);
  }
  const auto fit = fit_relative(rows, 3);
  if (!fit) return tl::unexpected(fit.error().within("Universal Scalability Law"));
  usl.gamma = inverse_of_first(*fit, confidence, most);
  usl.alpha = ratio_to_first(*fit, 1, confidence);
  usl.beta = ratio_to_first(*fit, 2, confidence);
  usl.relative_deviation = fit->relative_deviation;
  usl.largest_relative_error = fit->largest_relative_error;
  find_peak(usl, points);
  return usl;
}

Result<double> throughput_at(const UslFit& fit, double level) {
  if (auto reach = check_within_reach(level, fit.largest_level); !reach) return tl::unexpected(reach.error());
  return curve(fit, level);
}

}  // namespace harness::stats
