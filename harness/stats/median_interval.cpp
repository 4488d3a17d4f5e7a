#include "harness/stats/median_interval.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <boost/math/distributions/binomial.hpp>

#include "harness/stats/median.hpp"

namespace harness::stats {
namespace {

/// Of the k-th smallest and the k-th largest of n.
double coverage(std::size_t k, std::size_t n) {
  const boost::math::binomial_distribution<double> heads(static_cast<double>(n), 0.5);
  return 1 - 2 * boost::math::cdf(heads, static_cast<double>(k) - 1);
}

/// Where both middle values lie beyond what was measured, so does what is between them.
double middle(const std::vector<double>& sorted) {
  const double below = sorted[(sorted.size() - 1) / 2];
  const double above = sorted[sorted.size() / 2];
  return below == above ? below : median(sorted);
}

}  // namespace

Result<MedianInterval> median_interval(std::span<const double> values, double level) {
  if (!(level > 0 && level < 1)) return usage_error("level {} must lie between 0 and 1", level);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isnan(values[i])) return usage_error("value {} is not a number", i);
  }
  const std::size_t n = values.size();
  if (n == 0 || coverage(1, n) < level)
    return usage_error("{} values are too few for an interval of the median at {} %", n, 100 * level);
  std::size_t k = 1;
  while (2 * (k + 1) <= n && coverage(k + 1, n) >= level) ++k;
  std::vector<double> sorted(values.begin(), values.end());
  std::ranges::sort(sorted);
  return MedianInterval{middle(sorted), sorted[k - 1], sorted[n - k], coverage(k, n), n};
}

}  // namespace harness::stats
