#pragma once
// Where a series changes its mean or its spread: the best division into segments, exactly, by PELT. For a
// look at a stored series, not for gates: steady_state.hpp judges launches. Units: any; a change of unit or
// of origin moves no change point. Threading: pure. Errors: kUsage, naming the index or the number of values.
#include <cstddef>
#include <span>
#include <vector>

#include "harness/base/error.hpp"

namespace harness::stats {

inline constexpr std::size_t kShortestSegment = 5;
inline constexpr double kPenaltyPerLog = 15;
inline constexpr double kMostCorrelation = 0.9;  ///< a penalty of 285·ln n: beyond it ρ₁ is trend, not noise

struct Segmentation {
  std::vector<std::size_t> changes;  ///< first element of each segment but the first, ascending
  double cost = 0;                   ///< Σ cost of segments + penalty · number of changes
};

/// Minimises Σ cost(segment) + penalty · changes over all divisions into segments of at least
/// `shortest_segment` values, with the cost of m normal values of own mean and variance,
///   cost = m·(log v + σ̂²/v), v = max(σ̂², 1e−6 · variance of the series), which is m·(log σ̂² + 1) above it.
/// The floor keeps values without spread finite; as a minimum over v ≥ floor, it leaves pruning exact.
/// Source: Killick, Fearnhead, Eckley 2012, "Optimal detection of changepoints with a linear computational
/// cost"; with a shortest segment a candidate falls only that much later than the time that beats it.
[[nodiscard]] Result<Segmentation> pelt(std::span<const double> values, double penalty,
                                        std::size_t shortest_segment = kShortestSegment);

/// ρ₁ of neighbours under changes of level: D₂/D₁ − 1, within 0 … kMostCorrelation, where D_k is the mean of
/// the (y_{i+k} − y_i)² without their largest tenth; 0 when D₁ is 0. The ordinary ρ₁ takes every step for
/// correlation.
/// Source: Chakar, Lebarbier, Lévy-Leduc, Robin 2017, "A robust approach for estimating change-points in the
/// mean of an AR(1) process", with a trimmed mean for their squared median: half its standard deviation at
/// n = 200 (0.12 against 0.22 at ρ₁ = 0).
[[nodiscard]] Result<double> neighbour_correlation(std::span<const double> values);

/// 15·ln n·(1 + ρ₁)/(1 − ρ₁): the factor is the variance inflation of a mean of AR(1) noise.
/// Source: 15·log n: Barrett, Bolz-Tereick, Killick, Mount, Tratt 2017, "Virtual machine warmup blows hot and
/// cold".
[[nodiscard]] Result<double> change_penalty(std::span<const double> values);

}  // namespace harness::stats
