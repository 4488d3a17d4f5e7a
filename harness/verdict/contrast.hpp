#pragma once
// One contrast of a claim → a verdict: three regions around log threshold. Private to this module.
// Units: logarithms inside; judge.cpp turns them into ratios.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "harness/results/slice_row.hpp"
#include "harness/results/verdict_row.hpp"
#include "harness/stats/interval.hpp"
#include "harness/verdict/block_effects.hpp"
#include "harness/verdict/judge.hpp"
#include "harness/workload/claim.hpp"

namespace harness::verdict {

struct JudgedContrast {
  results::Verdict verdict = results::Verdict::kInconclusive;
  std::string reason;
  BlockEffects blocks;
  std::optional<stats::Interval> log_effect;  ///< from two blocks on
  std::optional<std::uint64_t> blocks_needed;
  /// How far the interval's nearer end is from the threshold; negative when the interval straddles it, minus
  /// infinity without an interval. The smallest is the weakest link of a claim with several contrasts.
  double margin = 0;
};

[[nodiscard]] JudgedContrast judge_contrast(const workload::Claim& claim, const workload::Contrast& contrast,
                                            std::span<const results::SliceRow> rows, const Context& context);

}  // namespace harness::verdict
