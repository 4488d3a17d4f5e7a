#pragma once
// After how many elements has a series settled? MSER-5: the cut that leaves the remaining mean its smallest
// standard error. For calibrating a warm-up, not for judging a launch (steady_state.hpp does). Units: those
// of the index; the levels are logarithms of throughput, so that a factor counts alike at any speed.
// Threading: pure. Errors: kUsage, naming the index or the number of elements.
#include <cstddef>
#include <optional>
#include <span>

#include "harness/base/error.hpp"

namespace harness::stats {

inline constexpr std::size_t kMserBatch = 5;
inline constexpr std::size_t kMserFewest = 50;  ///< elements: ten batches, so that half of them leaves five

struct Truncation {
  /// Elements to drop from the front, a multiple of kMserBatch. Absent: not steady within the window, for the
  /// best cut drops half of it or more.
  std::optional<std::size_t> settled_at;
  double standard_error_squared = 0;  ///< of the mean after the best cut: the criterion there
};

/// Over the means z_1 … z_n of consecutive batches of five (a last batch that is not full is left out):
///   d* = argmin_{0 ≤ d ≤ 3n/4} Σ_{i>d} (z_i − z̄_{>d})² / (n − d)²,
/// the smallest of several; d* ≥ n/2 is "not steady within the window". Cuts past the middle must compete: if
/// the search ended at n/2, a step at two thirds of the window would read as "nothing to drop" (799 of 800
/// drawings). So it does in the last quarter, which is left out of the search because with a handful of
/// batches chance wins: up to n − 5, 7 % of steady series of 200 read as not steady; up to 3n/4, 2.6 %.
/// Source: White 1997, "An effective truncation heuristic for bias reduction in simulation output"; batches
/// of five: White, Cobb, Spratt 2000, "A comparison of five steady-state truncation heuristics for
/// simulation"; d* past the middle, and distrust of the last batches: Hoad, Robinson, Davies 2010,
/// "Automating warm-up length estimation".
[[nodiscard]] Result<Truncation> mser5(std::span<const double> log_levels);

}  // namespace harness::stats
