#include "harness/stats/series_shape.hpp"

#include <algorithm>
#include <cmath>

#include "harness/stats/pelt.hpp"

namespace harness::stats {
namespace {

Segment segment_of(std::span<const double> values, std::size_t begin, std::size_t end) {
  Segment segment{begin, end, values[begin], 0};
  const auto n = static_cast<double>(end - begin);
  double distance = 0;
  for (std::size_t i = begin; i < end; ++i) distance += (values[i] - values[begin]) / n;
  segment.mean += distance;
  double variance = 0;
  for (std::size_t i = begin; i < end; ++i) {
    variance += (values[i] - segment.mean) * (values[i] - segment.mean) / n;
  }
  segment.deviation = std::sqrt(variance);
  return segment;
}

}  // namespace

std::string_view to_string(SeriesShape shape) {
  switch (shape) {
    case SeriesShape::kFlat:
      return "flat";
    case SeriesShape::kWarmup:
      return "warm-up";
    case SeriesShape::kSlowdown:
      return "slowdown";
    case SeriesShape::kNoSteadyState:
      return "no steady state";
  }
  return "unknown";
}

Result<ShapeOfSeries> series_shape(std::span<const double> log_levels) {
  const std::size_t n = log_levels.size();
  if (n < kFewestForShape) {
    return usage_error("the shape of a series needs at least {} elements, there are {}", kFewestForShape, n);
  }
  const auto penalty = change_penalty(log_levels);
  if (!penalty) return tl::unexpected(penalty.error());
  const auto division = pelt(log_levels, *penalty);
  if (!division) return tl::unexpected(division.error());

  ShapeOfSeries found;
  std::size_t begin = 0;
  for (const std::size_t change : division->changes) {
    found.segments.push_back(segment_of(log_levels, begin, change));
    begin = change;
  }
  found.segments.push_back(segment_of(log_levels, begin, n));

  const Segment& last = found.segments.back();
  const double tolerance = std::max(kLikeTheLast, last.deviation);
  bool slower = false;
  bool faster = false;
  for (const Segment& segment : found.segments) {
    const double above = segment.mean - last.mean;
    if (std::fabs(above) <= tolerance) continue;
    (above > 0 ? faster : slower) = true;
    found.steady_from = segment.end;
  }
  const auto settled_by = static_cast<double>(n) * (1 - kSettledShare);
  if (static_cast<double>(found.steady_from) > settled_by) {
    found.shape = SeriesShape::kNoSteadyState;
  } else if (faster) {
    found.shape = SeriesShape::kSlowdown;
  } else if (slower) {
    found.shape = SeriesShape::kWarmup;
  }
  return found;
}

}  // namespace harness::stats
