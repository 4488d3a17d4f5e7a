#include "harness/stats/hgrm.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <iterator>

#include <fmt/format.h>

namespace harness::stats {
namespace {

constexpr int kTicksPerHalfDistance = 5;
constexpr unsigned kSubBuckets = 1U << Histogram::kSubBucketBits;
constexpr unsigned kBuckets =
    static_cast<unsigned>(std::bit_width(static_cast<std::uint64_t>(Histogram::kHighest.count()))) -
    Histogram::kSubBucketBits + 1;

/// 0, 10, … 50, 55, … 75, 77.5, …: the steps halve each time the distance to 100 has halved.
double next_level(double level) {
  const int halvings = std::ilogb(100.0 / (100.0 - level));
  const double next = level + 100.0 / std::ldexp(kTicksPerHalfDistance, halvings + 1);
  // Next to 100 a step is lost in rounding, and then the level would stand still.
  return next > level ? next : 100.0;
}

/// Around the mean of the bucket middles, not the exact one, so that clamped values do not leave one far
/// from the other. Source: HdrHistogram (Java) AbstractHistogram.getStdDeviation.
double standard_deviation_ns(const Histogram& histogram) {
  if (histogram.count() == 0) return 0;
  const auto filled = histogram.sparse();
  const auto n = static_cast<double>(histogram.count());
  double mean = 0;
  for (const auto& [bucket, count] : filled) {
    mean += static_cast<double>(Histogram::bucket_middle(bucket).count()) * (static_cast<double>(count) / n);
  }
  double variance = 0;
  for (const auto& [bucket, count] : filled) {
    const double deviation = static_cast<double>(Histogram::bucket_middle(bucket).count()) - mean;
    variance += deviation * deviation * (static_cast<double>(count) / n);
  }
  return std::sqrt(variance);
}

}  // namespace

std::string to_hgrm(const Histogram& histogram, Nanoseconds unit) {
  HARNESS_ASSERT(unit > Nanoseconds::zero());
  const auto in_units = [unit](double ns) { return ns / static_cast<double>(unit.count()); };
  const auto n = static_cast<double>(histogram.count());
  const double max = in_units(static_cast<double>(histogram.max().value_or(Nanoseconds::zero()).count()));

  std::string text;
  const auto out = std::back_inserter(text);
  fmt::format_to(out, "{:>12} {:>14} {:>10} {:>14}\n\n", "Value", "Percentile", "TotalCount",
                 "1/(1-Percentile)");
  const auto line = [out](double value, double level, std::uint64_t seen) {
    fmt::format_to(out, "{:12.3f} {:2.12f} {:10d} {:14.2f}\n", value, level / 100, seen,
                   1 / (1 - level / 100));
  };
  double level = 0;
  std::uint64_t seen = 0;
  for (const auto& [bucket, count] : histogram.sparse()) {
    seen += count;
    if (seen == histogram.count()) break;
    const double value = in_units(static_cast<double>(Histogram::bucket_high(bucket).count()));
    const double reached = 100.0 * static_cast<double>(seen) / n;
    for (; level < 100 && reached >= level; level = next_level(level)) line(value, level, seen);
  }
  if (seen > 0) {
    // The last bucket: once for the level it was the first to reach, once for 100 %, which has no 1/(1-x).
    if (level < 100) line(max, level, seen);
    fmt::format_to(out, "{:12.3f} {:2.12f} {:10d}\n", max, 1.0, seen);
  }
  fmt::format_to(out, "#[Mean    = {:12.3f}, StdDeviation   = {:12.3f}]\n",
                 in_units(histogram.mean_ns().value_or(0)), in_units(standard_deviation_ns(histogram)));
  fmt::format_to(out, "#[Max     = {:12.3f}, Total count    = {:12d}]\n", max, histogram.count());
  fmt::format_to(out, "#[Buckets = {:12d}, SubBuckets     = {:12d}]\n", kBuckets, kSubBuckets);
  return text;
}

}  // namespace harness::stats
