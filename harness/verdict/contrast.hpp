#pragma once
// One place of a claim, a contrast or the mean of several: what its blocks say at each planned look
// (evidence), and what that is worth at the level its family leaves it (verdict). Three regions around log
// threshold. Private to this module. Units: logarithms inside; judge.cpp turns them into ratios.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/results/procedure.hpp"
#include "harness/results/verdict_row.hpp"
#include "harness/stats/hodges_lehmann.hpp"
#include "harness/stats/interval.hpp"
#include "harness/verdict/block_effects.hpp"
#include "harness/verdict/judge.hpp"
#include "harness/workload/claim.hpp"

namespace harness::verdict {

/// Why a control takes a verdict back: a difference was seen where there is none, or the one that was planted
/// was not.
inline constexpr const char* kControlAlarm = "control-alarm";
inline constexpr const char* kControlMissed = "control-missed";
/// Why nothing can be said of scaling here: the machine did not give more to the claim's control either.
inline constexpr const char* kNoHeadroom = "no-headroom";
inline constexpr const char* kTooFewBlocks = "too-few-blocks";
/// Where a claim is refuted only beyond a second threshold: it is known that neither holds.
inline constexpr const char* kBetween = "between";

struct Evidence {
  BlockEffects blocks;                     ///< all of them
  std::string withheld;                    ///< why there is nothing to judge by; empty: there is a look
  std::vector<std::vector<double>> looks;  ///< log ratios of the blocks that counted, at each look taken
  double p = 1;                            ///< two-sided, of the threshold, all planned looks accounted for
  bool speaks_for = false;                 ///< the side on which p was smallest; nothing at p = 1
};

[[nodiscard]] Evidence gather(const workload::Claim& claim, workload::Place place, const Observations& rows,
                              const Context& context);

struct JudgedContrast {
  results::Verdict verdict = results::Verdict::kInconclusive;
  std::string reason;
  BlockEffects blocks;                        ///< all of them, also those after the look that decided
  std::optional<stats::Interval> log_effect;  ///< from two blocks on
  std::optional<stats::PseudoMedian> companion;
  std::optional<std::uint64_t> blocks_needed;
  /// How far the interval's nearer end is from the threshold; negative when the interval straddles it, minus
  /// infinity without an interval. The smallest is the weakest link of a claim with several contrasts.
  double margin = 0;

  [[nodiscard]] std::size_t n() const { return log_effect ? log_effect->n : blocks.n(); }
};

/// `alpha` is what this contrast may spend at all its looks together.
[[nodiscard]] JudgedContrast judge_contrast(const workload::Claim& claim, const Evidence& evidence,
                                            double alpha, const results::Procedure& procedure);

/// Takes a verdict back: nothing is decided, for this reason.
void withhold(std::string reason, JudgedContrast& judged);

/// What the rank interval adds to a t interval of the same level: "agrees", "wider", "opposite", or nothing.
[[nodiscard]] std::string companion_of(const workload::Claim& claim, const JudgedContrast& judged);

}  // namespace harness::verdict
