#include "harness/stats/scaling.hpp"

#include <algorithm>
#include <cmath>

#include "harness/stats/paired.hpp"

namespace harness::stats {
namespace {

constexpr double kMostThroughput = 1e300;  ///< in any unit; the rest is room for what is computed from it

}  // namespace

Result<SpeedUp> speed_up(std::span<const double> alone, std::span<const double> together, double level,
                         double confidence) {
  if (!(std::isfinite(level) && level > 1)) {
    return usage_error("speed-up at level {} needs a level above 1, where it is not 1 by definition", level);
  }
  const auto logs = log_ratios(together, alone);
  if (!logs) return tl::unexpected(logs.error().within("speed-up"));
  const auto interval = mean_interval(*logs, confidence);
  if (!interval) return tl::unexpected(interval.error().within("speed-up"));
  const SpeedUp result{level, std::exp(interval->estimate), std::exp(interval->low), std::exp(interval->high),
                       *interval};
  if (!(result.low > 0 && std::isfinite(result.high))) {
    return usage_error("speed-up between exp({}) and exp({}) leaves double arithmetic", interval->low,
                       interval->high);
  }
  return result;
}

Result<SerialFraction> karp_flatt(const SpeedUp& speed_up) {
  const double n = speed_up.level;
  if (!(std::isfinite(n) && n > 1)) {
    return usage_error("the serial fraction at level {} needs a level above 1", n);
  }
  for (const double s : {speed_up.low, speed_up.ratio, speed_up.high}) {
    if (!(std::isfinite(s) && s > 0)) return usage_error("speed-up {} must be a positive number", s);
  }
  const auto serial = [n](double s) { return (1 / s - 1 / n) / (1 - 1 / n); };
  return SerialFraction{serial(speed_up.ratio), serial(speed_up.high), serial(speed_up.low)};
}

Result<void> check_levels(std::span<const ScalingPoint> points, std::size_t fewest) {
  if (points.size() < fewest) {
    return usage_error("this curve needs at least {} levels, there are {}", fewest, points.size());
  }
  for (std::size_t i = 0; i < points.size(); ++i) {
    const double level = points[i].level;
    const double throughput = points[i].throughput;
    if (!(std::isfinite(level) && level >= 1)) {
      return usage_error("level {} of point {} must be a number of at least 1", level, i);
    }
    if (!(throughput > 0 && throughput < kMostThroughput)) {
      return usage_error("throughput {} of point {} (level {}) must be a positive number", throughput, i,
                         level);
    }
    const auto before = points.first(i);
    if (std::any_of(before.begin(), before.end(), [&](const ScalingPoint& p) { return p.level == level; })) {
      return usage_error(
          "level {} appears twice, again as point {}: give one throughput per level, such as the "
          "geometric mean over blocks",
          level, i);
    }
  }
  return {};
}

double largest_throughput(std::span<const ScalingPoint> points) {
  double largest = points.front().throughput;
  for (const ScalingPoint& point : points) largest = std::max(largest, point.throughput);
  return largest;
}

Result<void> check_within_reach(double level, double largest_fitted) {
  if (!(level >= 1)) return usage_error("level {} must be a number of at least 1", level);
  if (level > kFurthestReach * largest_fitted) {
    return usage_error("level {} is beyond {} times the largest measured level, {}: measure nearer to it",
                       level, kFurthestReach, largest_fitted);
  }
  return {};
}

}  // namespace harness::stats
