#include "harness/stats/interval.hpp"

#include <algorithm>
#include <cmath>

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

#include "harness/stats/checked_input.hpp"

namespace harness::stats {
namespace {

/// Source: Kahan 1965, "Further remarks on reducing truncation errors".
class CompensatedSum {
 public:
  void add(double value) {
    const double corrected = value - lost_;
    const double next = total_ + corrected;
    lost_ = (next - total_) - corrected;
    total_ = next;
  }
  [[nodiscard]] double total() const { return total_; }

 private:
  double total_ = 0;
  double lost_ = 0;
};

/// Summed as distances from the first value, so that equal values have exactly that mean and no spread.
double mean_of(std::span<const double> values) {
  CompensatedSum distance;
  for (const double value : values) distance.add(value - values.front());
  return values.front() + distance.total() / static_cast<double>(values.size());
}

/// Source: Chan, Golub, LeVeque 1983, "Algorithms for computing the sample variance", corrected two-pass. In
/// units of a power of two near the largest distance, so that no square overflows or vanishes.
double deviation_of(std::span<const double> values, double mean) {
  double largest = 0;
  for (const double value : values) largest = std::max(largest, std::fabs(value - mean));
  if (largest == 0 || !std::isfinite(largest)) return largest;
  const int unit = std::ilogb(largest);
  const auto n = static_cast<double>(values.size());
  CompensatedSum squares;
  CompensatedSum rest;  // what rounding left in the mean
  for (const double value : values) {
    const double distance = std::ldexp(value - mean, -unit);
    squares.add(distance * distance);
    rest.add(distance);
  }
  const double variance = (squares.total() - rest.total() * rest.total() / n) / (n - 1);
  return std::ldexp(std::sqrt(std::max(0.0, variance)), unit);
}

}  // namespace

double t_quantile(double probability, double degrees_of_freedom) {
  HARNESS_ASSERT(probability > 0 && probability < 1 && degrees_of_freedom > 0);
  return boost::math::quantile(boost::math::students_t(degrees_of_freedom), probability);
}

double t_upper_tail(double t, double degrees_of_freedom) {
  HARNESS_ASSERT(!std::isnan(t) && degrees_of_freedom > 0);
  return boost::math::cdf(boost::math::complement(boost::math::students_t(degrees_of_freedom), t));
}

Result<Interval> mean_interval(std::span<const double> values, double level) {
  if (const auto known = check_level(level); !known) return tl::unexpected(known.error());
  if (values.size() < 2) {
    return usage_error("an interval needs at least 2 values, there are {}", values.size());
  }
  if (const auto finite = check_finite(values); !finite) return tl::unexpected(finite.error());
  const auto n = static_cast<double>(values.size());
  const double mean = mean_of(values);
  const double deviation = deviation_of(values, mean);
  const double half_width = t_quantile((1 + level) / 2, n - 1) * deviation / std::sqrt(n);
  if (!std::isfinite(mean) || !std::isfinite(half_width)) {
    return usage_error("the {} values are too large for double arithmetic", values.size());
  }
  return Interval{mean, mean - half_width, mean + half_width, level, values.size(), deviation};
}

std::size_t blocks_needed(double estimate, double threshold, double standard_deviation, double level,
                          double power) {
  HARNESS_ASSERT(level > 0 && level < 1 && power >= 0.5 && power < 1 && standard_deviation >= 0);
  const double distance = std::fabs(estimate - threshold);
  if (standard_deviation == 0 && distance > 0) return 2;
  const double noise = standard_deviation / distance;  // infinite at the threshold itself
  const auto enough = [&](double t_level, double t_power) {
    return (t_level + t_power) * (t_level + t_power) * noise * noise;
  };
  // t is wider than the normal at any n, so the normal answer is a floor: no need to start at 2.
  const boost::math::normal z;
  const double floor = enough(boost::math::quantile(z, (1 + level) / 2), boost::math::quantile(z, power));
  if (!(floor < static_cast<double>(kMostBlocks))) return kMostBlocks;
  for (auto n = std::max<std::size_t>(2, static_cast<std::size_t>(floor)); n < kMostBlocks; ++n) {
    const auto freedom = static_cast<double>(n - 1);
    const double needed = enough(t_quantile((1 + level) / 2, freedom), t_quantile(power, freedom));
    if (static_cast<double>(n) >= needed) return n;
  }
  return kMostBlocks;
}

}  // namespace harness::stats
