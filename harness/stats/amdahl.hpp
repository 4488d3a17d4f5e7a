#pragma once
// Amdahl's law fitted to throughputs at three or more levels: X(N) = γ·N / (1 + σ·(N − 1)). No peak: workers
// that get in each other's way need usl.hpp. Units: γ as the throughputs; σ a share. Threading: pure.
// Errors: kUsage, naming the point; reading the curve beyond twice the largest level is one.
#include <cstddef>
#include <span>

#include "harness/base/error.hpp"
#include "harness/stats/relative_fit.hpp"
#include "harness/stats/scaling.hpp"

namespace harness::stats {

inline constexpr std::size_t kFewestAmdahlLevels = 3;

struct AmdahlFit {
  Bounded gamma;  ///< throughput at level 1
  Bounded sigma;  ///< serial share; below_zero: faster than N times, above 1: slower than alone; neither is
                  ///< Amdahl's
  double confidence = 0;
  double largest_level = 0;
  double relative_deviation = 0;      ///< of the points around the curve, n − 2 degrees of freedom
  double largest_relative_error = 0;  ///< a curve that bends down again shows here
};

/// Least squares in relative error of N/X = a + b·(N − 1) with a, b ≥ 0; γ = 1/a, σ = b/a. Intervals take the
/// points for independent, with one relative error, around this law: t with n − 2 degrees of freedom.
/// Source: Amdahl 1967, "Validity of the single processor approach to achieving large scale computing
/// capabilities".
[[nodiscard]] Result<AmdahlFit> fit_amdahl(std::span<const ScalingPoint> points, double confidence = 0.95);

/// X(N) for 1 ≤ N ≤ kFurthestReach × largest level.
[[nodiscard]] Result<double> throughput_at(const AmdahlFit& fit, double level);

}  // namespace harness::stats
