#include "harness/stats/equivalence.hpp"

#include <algorithm>
#include <cmath>

namespace harness::stats {

Result<Equivalence> equivalence(std::span<const double> log_ratios, double margin, double level) {
  if (!(margin > 1) || !std::isfinite(margin)) {
    return usage_error("equivalence margin {} must be a ratio above 1, such as 1.1", margin);
  }
  const auto interval = mean_interval(log_ratios, level);
  if (!interval) return tl::unexpected(interval.error());
  Equivalence found;
  found.log_ratio = *interval;
  found.log_margin = std::log(margin);
  found.inside = -found.log_margin < interval->low && interval->high < found.log_margin;
  const double nearest =
      found.log_margin - std::fabs(interval->estimate);  // the nearer margin has the larger p
  const auto n = static_cast<double>(interval->n);
  const double error = interval->standard_deviation / std::sqrt(n);
  if (error > 0) {
    found.p = t_upper_tail(nearest / error, n - 1);
  } else {
    found.p = nearest > 0 ? 0 : 1;
  }
  return found;
}

}  // namespace harness::stats
