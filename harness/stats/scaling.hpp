#pragma once
// How much N workers (or connections) bring over one: speed-up and the share of the work that stayed serial,
// each with its interval over blocks. Every block measures both levels, so ratios are within blocks. For a
// curve over many levels see amdahl.hpp and usl.hpp. Units: throughputs of one unit; N a count. Threading:
// pure. Errors: kUsage, naming the block or the level.
#include <span>

#include "harness/base/error.hpp"
#include "harness/stats/interval.hpp"

namespace harness::stats {

struct SpeedUp {
  double level = 0;  ///< N
  double ratio = 0;  ///< exp of the mean over blocks of log(X_b(N) / X_b(1))
  double low = 0;
  double high = 0;
  Interval log;  ///< the interval of that mean, before exp
};

/// `alone[b]` and `together[b]` are X_b(1) and X_b(N) of block b; N > 1. Source: Student t on log ratios, as
/// in interval.hpp; speed-up: Amdahl 1967.
[[nodiscard]] Result<SpeedUp> speed_up(std::span<const double> alone, std::span<const double> together,
                                       double level, double confidence = 0.95);

/// Karp and Flatt's experimentally determined serial fraction. Below 0: more than N times as fast; above 1:
/// slower than alone. Neither is clipped, for both are findings.
struct SerialFraction {
  double estimate = 0;
  double low = 0;
  double high = 0;
};

/// e = (1/S − 1/N) / (1 − 1/N). It falls as S rises, so the ends of S's interval become those of e's,
/// swapped. Source: Karp, Flatt 1990, "Measuring parallel processor performance".
[[nodiscard]] Result<SerialFraction> karp_flatt(const SpeedUp& speed_up);

/// One throughput per level, e.g. the geometric mean over blocks.
struct ScalingPoint {
  double level = 0;       ///< N ≥ 1
  double throughput = 0;  ///< X(N) > 0
};

/// A curve is never read beyond this many times the largest level it was fitted to.
inline constexpr double kFurthestReach = 2.0;

/// Refuses too few levels, a level below 1 or twice, and a throughput that is not a positive number.
[[nodiscard]] Result<void> check_levels(std::span<const ScalingPoint> points, std::size_t fewest);

/// Of at least one point.
[[nodiscard]] double largest_throughput(std::span<const ScalingPoint> points);

/// Refuses a level below 1 or beyond kFurthestReach × `largest_fitted`.
[[nodiscard]] Result<void> check_within_reach(double level, double largest_fitted);

}  // namespace harness::stats
