#pragma once
// The Universal Scalability Law fitted to throughputs at six or more levels:
//   X(N) = γ·N / (1 + α·(N − 1) + β·N·(N − 1)), α what waits in line, β what talks to each other.
// With three to five levels use amdahl.hpp. Units: γ as the throughputs; α, β plain. Threading: pure.
// Errors: kUsage, naming the point; reading the curve beyond twice the largest level is one.
#include <cstddef>
#include <optional>
#include <span>

#include "harness/base/error.hpp"
#include "harness/stats/relative_fit.hpp"
#include "harness/stats/scaling.hpp"

namespace harness::stats {

inline constexpr std::size_t kFewestUslLevels = 6;
inline constexpr std::size_t kFewestPastPeak = 2;  ///< below it, α and β are hard to tell apart

struct Peak {
  double level = 0;       ///< N*, not rounded to a whole number
  double throughput = 0;  ///< X_max = X(N*)
};

enum class PeakState {
  kFound,
  kNone,         ///< β = 0: throughput rises for ever, towards γ/α when α > 0
  kBeyondReach,  ///< N* lies beyond twice the largest level, where the curve is not read
};

struct UslFit {
  Bounded gamma;
  Bounded alpha;
  Bounded beta;
  double confidence = 0;
  PeakState peak_state = PeakState::kNone;
  std::optional<Peak> peak;          ///< when kFound
  std::optional<double> limit;       ///< γ/α when β = 0 and α > 0: what X approaches
  std::size_t levels_past_peak = 0;  ///< measured; doubt a peak with fewer than kFewestPastPeak
  double largest_level = 0;
  double relative_deviation = 0;      ///< of the points around the curve, n − 3 degrees of freedom
  double largest_relative_error = 0;  ///< of any point
};

/// Least squares in relative error of N/X = a + b·(N − 1) + c·N·(N − 1) with a, b, c ≥ 0; γ = 1/a, α = b/a,
/// β = c/a; N* = √((1 − α)/β), at least 1. Convex: no start values, and never a negative β with its NaN peak.
/// Intervals are those of the linear model, no bootstrap: points independent, one relative error, Student t
/// with n − 3 degrees of freedom, Fieller's for α and β, cut at 0. They hold the scatter and the misfit of
/// the levels; what all levels of a block share is not in γ's.
/// Source: Gunther 1993, "A simple capacity model of massively parallel transaction systems"; Gunther,
/// Guerrilla Capacity Planning 2007.
[[nodiscard]] Result<UslFit> fit_usl(std::span<const ScalingPoint> points, double confidence = 0.95);

/// X(N) for 1 ≤ N ≤ kFurthestReach × largest level.
[[nodiscard]] Result<double> throughput_at(const UslFit& fit, double level);

}  // namespace harness::stats
