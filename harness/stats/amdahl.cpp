#include "harness/stats/amdahl.hpp"

#include <algorithm>
#include <vector>

#include "harness/stats/checked_input.hpp"

namespace harness::stats {

Result<AmdahlFit> fit_amdahl(std::span<const ScalingPoint> points, double confidence) {
  if (auto known = check_level(confidence); !known) return tl::unexpected(known.error());
  if (auto levels = check_levels(points, kFewestAmdahlLevels); !levels) return tl::unexpected(levels.error());
  AmdahlFit amdahl;
  amdahl.confidence = confidence;
  std::vector<FitRow> rows;
  const double most = largest_throughput(points);  // the unit of the fit, which nothing can overflow in
  for (const auto& [n, x] : points) {
    rows.push_back({{1, n - 1}, n / (x / most)});
    amdahl.largest_level = std::max(amdahl.largest_level, n);
  }
  const auto fit = fit_relative(rows, 2);
  if (!fit) return tl::unexpected(fit.error().within("Amdahl's law"));
  amdahl.gamma = inverse_of_first(*fit, confidence, most);
  amdahl.sigma = ratio_to_first(*fit, 1, confidence);
  amdahl.relative_deviation = fit->relative_deviation;
  amdahl.largest_relative_error = fit->largest_relative_error;
  return amdahl;
}

Result<double> throughput_at(const AmdahlFit& fit, double level) {
  if (auto reach = check_within_reach(level, fit.largest_level); !reach) return tl::unexpected(reach.error());
  return fit.gamma.estimate * level / (1 + fit.sigma.estimate * (level - 1));
}

}  // namespace harness::stats
