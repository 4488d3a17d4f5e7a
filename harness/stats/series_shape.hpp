#pragma once
// What a launch did over time, in one word: flat, warm-up, slowdown, or no steady state. For reports on
// stored series; it decides no verdict. Values are logarithms of throughput per bin: higher is faster.
// Threading: pure. Errors: kUsage, as in pelt.hpp.
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "harness/base/error.hpp"

namespace harness::stats {

enum class SeriesShape {
  kFlat,           ///< every segment is like the last
  kWarmup,         ///< some earlier segment was slower than the last, none was faster
  kSlowdown,       ///< some earlier segment was faster than the last
  kNoSteadyState,  ///< the last quarter still holds a segment that is not like the last
};

[[nodiscard]] std::string_view to_string(SeriesShape shape);

struct Segment {
  std::size_t begin = 0;
  std::size_t end = 0;  ///< one past the last element
  double mean = 0;
  double deviation = 0;  ///< n in the denominator, as in PELT's cost
};

struct ShapeOfSeries {
  SeriesShape shape = SeriesShape::kFlat;
  std::vector<Segment> segments;
  std::size_t steady_from = 0;  ///< first element from which all segments are like the last; 0 when flat
};

inline constexpr double kLikeTheLast = 0.02;        ///< of logarithms: 2 %
inline constexpr double kSettledShare = 0.25;       ///< the end of a series that must not change any more
inline constexpr std::size_t kFewestForShape = 40;  ///< a last quarter of two segments

/// Segments by PELT with change_penalty(). Like the last: |mean − mean of the last| ≤ max(2 %, the last one's
/// deviation).
/// Source: Barrett, Bolz-Tereick, Killick, Mount, Tratt 2017, "Virtual machine warmup blows hot and cold";
/// here with a tolerance relative to the level instead of a fixed time, and on throughput instead of time.
[[nodiscard]] Result<ShapeOfSeries> series_shape(std::span<const double> log_levels);

}  // namespace harness::stats
