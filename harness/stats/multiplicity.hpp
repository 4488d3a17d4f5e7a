#pragma once
// Many questions to one session, and the same question asked at several looks: what p-values are worth then.
// Holm for claims that are named beforehand; Benjamini-Hochberg only for tables labelled exploratory; α/K for
// planned looks. Needs no independence, except Benjamini-Hochberg (or positive dependence). Pure.
// Errors: kUsage, naming the index of the p-value or the number that is wrong.
#include <cstddef>
#include <span>
#include <vector>

#include "harness/base/error.hpp"

namespace harness::stats {

/// In the order of `p`. With p₍₁₎ ≤ … ≤ p₍ₘ₎: adjusted₍ᵢ₎ = max_{j ≤ i} min(1, (m − j + 1) · p₍ⱼ₎). Rejecting
/// where adjusted ≤ α is wrong about any true hypothesis at most α of the time.
/// Source: Holm 1979, "A simple sequentially rejective multiple test procedure".
[[nodiscard]] Result<std::vector<double>> holm_adjusted(std::span<const double> p);

/// In the order of `p`: the α at which Holm tests each, so that an interval of that level says the same as
/// the adjusted p. α/(m − i + 1) for the i-th smallest as long as all before it and itself are rejected; from
/// the first that is not, its α for all that follow. Source: the step-down of Holm 1979, read as levels.
[[nodiscard]] Result<std::vector<double>> holm_levels(std::span<const double> p, double alpha);

/// In the order of `p`: adjusted₍ᵢ₎ = min_{j ≥ i} min(1, m · p₍ⱼ₎ / j). Where adjusted ≤ q, on average at
/// most q of the rejections are wrong: far weaker than Holm. Source: Benjamini, Hochberg 1995, "Controlling
/// the false discovery rate".
[[nodiscard]] Result<std::vector<double>> benjamini_hochberg_adjusted(std::span<const double> p);

/// α/K: what each of `planned_looks` may spend. Source: Bonferroni; holds for any dependence between looks.
[[nodiscard]] Result<double> alpha_per_look(double alpha, std::size_t planned_looks);

/// min(1, K · min p) of the looks taken so far, out of K planned; ≤ α exactly when one of them was ≤ α/K.
/// Unplanned looks are refused.
[[nodiscard]] Result<double> sequential_p(std::span<const double> p_at_looks, std::size_t planned_looks);

/// Can a two-sided test of signs (sign test, sign flip, signed rank) of n blocks reach α at all? A gate that
/// cannot be reached says nothing: check it when the plan is read, not after measuring.
[[nodiscard]] bool enough_blocks_to_reject(std::size_t n, double alpha);

/// The smallest n for which it can: ⌈1 + log₂(1/α)⌉. 0 < alpha ≤ 1.
[[nodiscard]] std::size_t fewest_blocks_to_reject(double alpha);

}  // namespace harness::stats
