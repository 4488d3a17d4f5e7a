#include "harness/verdict/contrast.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace harness::verdict {
namespace {

using results::Verdict;
using workload::Claim;

/// The interval and the threshold, turned so that larger always speaks for the claim.
struct Oriented {
  double low;
  double high;
  double threshold;
};

Oriented oriented(const stats::Interval& interval, const Claim& claim) {
  const double threshold = std::log(claim.threshold);
  if (claim.direction == workload::Direction::kAbove) return {interval.low, interval.high, threshold};
  return {-interval.high, -interval.low, -threshold};
}

std::string refutation(const Oriented& effect, const Claim& claim) {
  if (claim.kind == workload::ClaimKind::kThreshold) return "opposite";
  const double margin = std::log(claim.equivalence_margin);
  if (effect.high < -margin) return "opposite";
  if (effect.low > -margin && effect.high < margin) return "equivalent";
  return "too-small";
}

/// Rows that failed a gate took so many blocks that the rest is too few or may be the lucky part.
/// Source: at most 25 % of the blocks of a comparison may be excluded (design, noise guards).
bool lost_too_many(const BlockEffects& blocks, std::size_t min_blocks, const Context& context) {
  if (blocks.lost_blocks == 0) return false;
  const auto complete = static_cast<double>(blocks.complete_blocks());
  if (static_cast<double>(blocks.lost_blocks) > context.max_lost_share * complete) return true;
  return blocks.n() < min_blocks && blocks.complete_blocks() >= min_blocks;
}

std::optional<std::uint64_t> forecast(const stats::Interval& interval, const Claim& claim,
                                      std::size_t min_blocks) {
  const std::size_t needed = stats::blocks_needed(interval.estimate, std::log(claim.threshold),
                                                  interval.standard_deviation, interval.level);
  if (needed >= stats::kMostBlocks) return {};
  return std::max(needed, min_blocks);
}

void decide(const Oriented& effect, const Claim& claim, JudgedContrast& judged) {
  if (effect.low > effect.threshold) {
    judged.verdict = Verdict::kSupported;
    judged.margin = effect.low - effect.threshold;
  } else if (effect.high < effect.threshold) {
    judged.verdict = Verdict::kRefuted;
    judged.reason = refutation(effect, claim);
    judged.margin = effect.threshold - effect.high;
  } else {
    judged.reason = "straddles-threshold";
    judged.margin = -std::min(effect.high - effect.threshold, effect.threshold - effect.low);
  }
}

void withhold(std::string reason, JudgedContrast& judged) {
  judged.verdict = Verdict::kInconclusive;
  judged.reason = std::move(reason);
  judged.margin = -std::numeric_limits<double>::infinity();
}

}  // namespace

JudgedContrast judge_contrast(const Claim& claim, const workload::Contrast& contrast,
                              std::span<const results::SliceRow> rows, const Context& context) {
  const auto min_blocks = static_cast<std::size_t>(std::max(context.min_blocks, 2));
  JudgedContrast judged;
  judged.blocks = block_effects(claim, contrast, rows);
  if (judged.blocks.not_testable) {
    judged.verdict = Verdict::kNotTestableHere;
    judged.reason = *judged.blocks.not_testable;
    return judged;
  }
  if (const auto interval = stats::mean_interval(judged.blocks.log_ratios, context.level)) {
    judged.log_effect = *interval;
  }
  if (lost_too_many(judged.blocks, min_blocks, context)) {
    withhold("invalid-rows", judged);
  } else if (judged.blocks.n() < min_blocks || !judged.log_effect) {
    withhold("too-few-blocks", judged);
    judged.blocks_needed = judged.log_effect ? forecast(*judged.log_effect, claim, min_blocks)
                                             : std::optional<std::uint64_t>(min_blocks);
  } else {
    decide(oriented(*judged.log_effect, claim), claim, judged);
    if (judged.verdict == Verdict::kInconclusive) {
      judged.blocks_needed = forecast(*judged.log_effect, claim, min_blocks);
    }
  }
  return judged;
}

}  // namespace harness::verdict
