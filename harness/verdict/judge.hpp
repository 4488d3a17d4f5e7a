#pragma once
// Claim + stored rows → verdict. Pure: the same claims and rows give the same bytes on any day and machine.
// The block is the only unit: y_b = mean log metric (numerator) − mean log metric (denominator or ideal).
// SUPPORTED iff the t interval of y lies beyond log threshold, REFUTED iff it lies short of it, otherwise
// INCONCLUSIVE: absence of evidence and missing data never decide. Rows that failed a gate never feed it.
// All claims of a run together, at all its looks, are decided falsely at most α of the time: α/K per look
// (Bonferroni), Holm over claims. A claim about several places is universal: SUPPORTED or REFUTED when all
// its places are, each at the claim's own α (intersection-union, Berger 1982); MIXED costs α/places in each.
// Blocks in which the machine was noisy are left out by covariates alone, and a verdict that would be another
// with them is none. Source: design of paired blocks and three regions after Schuirmann 1987 (two one-sided
// tests).
#include <span>
#include <string>
#include <vector>

#include "harness/results/procedure.hpp"
#include "harness/results/slice_row.hpp"
#include "harness/results/verdict_row.hpp"
#include "harness/workload/claim.hpp"

namespace harness::verdict {

class Observations;

/// Reasons that a caller may want to tell apart.
inline constexpr const char* kInvalidRows =
    "invalid-rows";                                    ///< too many blocks lost to rows that do not count
inline constexpr const char* kNoisyEnv = "noisy-env";  ///< mostly to the noise guards
inline constexpr const char* kGuardDependent =
    "guard-dependent";  ///< with the noisy blocks it would be another

struct Context {
  std::string run_id;
  results::Procedure procedure{};
  bool may_judge = true;  ///< false for smoke: no verdicts at all
  std::string claims_sha256;
  /// More than this share of a contrast's blocks lost to invalid rows and noise: what is left may be the
  /// lucky part.
  double max_lost_share = 0.25;
};

/// One row per claim, in the order of `claims`; empty when !context.may_judge.
[[nodiscard]] std::vector<results::VerdictRow> judge(std::span<const workload::Claim> claims,
                                                     std::span<const results::SliceRow> rows,
                                                     const Context& context);
/// The same; observed for these claims and the procedure of this context.
[[nodiscard]] std::vector<results::VerdictRow> judge(std::span<const workload::Claim> claims,
                                                     const Observations& rows, const Context& context);

}  // namespace harness::verdict
