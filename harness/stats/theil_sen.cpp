#include "harness/stats/theil_sen.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include <boost/math/distributions/normal.hpp>

#include "harness/stats/checked_input.hpp"
#include "harness/stats/median.hpp"

namespace harness::stats {
namespace {

double pairs_term(double n) {
  return n * (n - 1) * (2 * n + 5);
}

/// Σ t(t−1)(2t+5) over the groups of equal values.
double ties_term(std::span<const double> values) {
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  double sum = 0;
  for (auto group = sorted.begin(); group != sorted.end();) {
    const auto next = std::upper_bound(group, sorted.end(), *group);
    sum += pairs_term(static_cast<double>(next - group));
    group = next;
  }
  return sum;
}

Result<std::vector<double>> slopes_of_pairs(std::span<const double> x, std::span<const double> y) {
  std::vector<double> slopes;
  slopes.reserve(x.size() * (x.size() - 1) / 2);
  for (std::size_t i = 0; i < x.size(); ++i) {
    for (std::size_t j = i + 1; j < x.size(); ++j) {
      if (x[i] == x[j]) continue;
      slopes.push_back((y[j] - y[i]) / (x[j] - x[i]));
      if (!std::isfinite(slopes.back())) {
        return usage_error("the slope between points {} and {} is too steep for double arithmetic", i, j);
      }
    }
  }
  return slopes;
}

Result<void> check_points(std::span<const double> x, std::span<const double> y) {
  if (x.size() != y.size()) {
    return usage_error("a line needs as many x as y: there are {} x and {} y", x.size(), y.size());
  }
  if (x.size() < 2) return usage_error("a line needs at least 2 points, there are {}", x.size());
  if (x.size() > kMostPoints) {
    return usage_error("{} points are more than {}: average neighbours first", x.size(), kMostPoints);
  }
  if (auto finite = check_finite(x); !finite) return tl::unexpected(finite.error().within("x"));
  if (auto finite = check_finite(y); !finite) return tl::unexpected(finite.error().within("y"));
  return {};
}

}  // namespace

Result<TheilSenLine> theil_sen(std::span<const double> x, std::span<const double> y, double level) {
  if (auto known = check_level(level); !known) return tl::unexpected(known.error());
  if (auto points = check_points(x, y); !points) return tl::unexpected(points.error());
  auto slopes = slopes_of_pairs(x, y);
  if (!slopes) return tl::unexpected(slopes.error());
  if (slopes->empty()) return usage_error("all {} points have x = {}: no slope", x.size(), x.front());
  std::sort(slopes->begin(), slopes->end());

  TheilSenLine line;
  line.level = level;
  line.slope = median(*slopes);
  std::vector<double> offsets;
  offsets.reserve(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) offsets.push_back(y[i] - line.slope * x[i]);
  line.intercept = median(std::move(offsets));
  if (!std::isfinite(line.intercept)) {
    return usage_error("the {} points are too large for double arithmetic", x.size());
  }

  const double variance = (pairs_term(static_cast<double>(x.size())) - ties_term(x) - ties_term(y)) / 18;
  const double c =
      boost::math::quantile(boost::math::normal(), (1 + level) / 2) * std::sqrt(std::max(0.0, variance));
  const auto rank = std::lround((static_cast<double>(slopes->size()) - c) / 2);
  if (rank < 1) return line;
  const auto from_end = static_cast<std::size_t>(rank);  // at most (N + 1)/2, the middle
  line.low = (*slopes)[from_end - 1];
  line.high = (*slopes)[slopes->size() - from_end];
  return line;
}

Result<TheilSenLine> theil_sen(std::span<const double> y, double level) {
  std::vector<double> x(std::min(y.size(), kMostPoints + 1));
  std::iota(x.begin(), x.end(), 0.0);
  if (x.size() < y.size()) {
    return usage_error("{} points are more than {}: average neighbours first", y.size(), kMostPoints);
  }
  return theil_sen(x, y, level);
}

}  // namespace harness::stats
