#include "harness/verdict/contrast.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

namespace harness::verdict {
namespace {

using results::Verdict;
using workload::Claim;

/// An interval and the threshold, turned so that larger always speaks for the claim.
struct Oriented {
  double low;
  double high;
  double threshold;
  double refuted_below;  ///< the threshold, unless the claim has another one for this

  [[nodiscard]] bool supports() const { return low > threshold; }
  [[nodiscard]] bool refutes() const { return high < refuted_below; }
  [[nodiscard]] bool between() const { return low > refuted_below && high < threshold; }
};

Oriented oriented(double low, double high, const Claim& claim) {
  const double threshold = std::log(claim.threshold);
  const double beyond = std::log(claim.refuted_beyond.value_or(claim.threshold));
  if (claim.direction == workload::Direction::kAbove) return {low, high, threshold, beyond};
  return {-high, -low, -threshold, -beyond};
}

/// The log threshold that decides about an estimate: where a claim is refuted only beyond another one, that
/// of the two on whose outer side it lies. Between them neither does.
std::optional<double> threshold_at(double log_estimate, const Claim& claim) {
  const Oriented at = oriented(log_estimate, log_estimate, claim);
  if (at.between()) return {};
  return std::log(at.supports() ? claim.threshold : claim.refuted_beyond.value_or(claim.threshold));
}

std::string refutation(const Oriented& effect, const Claim& claim) {
  if (claim.kind == workload::ClaimKind::kThreshold) return "opposite";
  const double margin = std::log(claim.equivalence_margin);
  if (effect.high < -margin) return "opposite";
  if (effect.low > -margin && effect.high < margin) return "equivalent";
  return "too-small";
}

/// Rows that failed a gate, or noise, took so many blocks that the rest is too few or may be the lucky part.
/// Source: at most 25 % of the blocks of a comparison may be excluded (design, noise guards).
bool lost_too_many(const BlockEffects& blocks, std::size_t min_blocks, const Context& context) {
  if (blocks.lost() == 0) return false;
  const auto complete = static_cast<double>(blocks.complete.size());
  if (static_cast<double>(blocks.lost()) > context.max_lost_share * complete) return true;
  return blocks.n() < min_blocks && blocks.complete.size() >= min_blocks;
}

std::size_t fewest(const results::Procedure& procedure) {
  return static_cast<std::size_t>(std::max(procedure.min_blocks, 2));
}

/// What there was to see at each planned look that was reached; without a plan, all there is.
std::vector<BlockEffects> looks_taken(const results::Procedure& procedure, const BlockEffects& blocks) {
  if (procedure.looks.empty()) return {blocks};
  std::vector<BlockEffects> taken;
  for (const int planned : procedure.looks) {
    const auto look = static_cast<std::size_t>(planned);
    if (procedure.spare_blocks && blocks.n() >= look) taken.push_back(blocks.until_counted(look));
    if (!procedure.spare_blocks && blocks.complete.size() >= look) taken.push_back(blocks.first(look));
  }
  if (!procedure.spare_blocks) return taken;
  // More was lost than there were spare blocks: the last look takes what is left.
  const auto last = static_cast<std::size_t>(procedure.looks.back());
  const std::size_t all = last + static_cast<std::size_t>(*procedure.spare_blocks);
  if (blocks.n() < last && blocks.complete.size() >= all) taken.push_back(blocks);
  return taken;
}

std::size_t looks_planned(const results::Procedure& procedure) {
  return std::max<std::size_t>(procedure.looks.size(), 1);
}

/// How unlikely a mean this far from the threshold is, were the threshold the truth: Student's t, two-sided.
double p_of(const stats::Interval& effect, double threshold) {
  const double distance = std::abs(effect.estimate - threshold);
  if (distance == 0) return 1;
  const auto n = static_cast<double>(effect.n);
  return 2 * stats::t_upper_tail(distance / (effect.standard_deviation / std::sqrt(n)), n - 1);
}

double level_of(double alpha, const results::Procedure& procedure) {
  return 1 - alpha / static_cast<double>(looks_planned(procedure));
}

std::optional<std::uint64_t> forecast(const stats::Interval& interval, const Claim& claim,
                                      std::size_t min_blocks) {
  const auto threshold = threshold_at(interval.estimate, claim);
  if (!threshold) return {};
  const std::size_t needed =
      stats::blocks_needed(interval.estimate, *threshold, interval.standard_deviation, interval.level);
  if (needed >= stats::kMostBlocks) return {};
  return std::max(needed, min_blocks);
}

void decide(const Oriented& effect, const Claim& claim, JudgedContrast& judged) {
  if (effect.supports()) {
    judged.verdict = Verdict::kSupported;
    judged.margin = effect.low - effect.threshold;
  } else if (effect.refutes()) {
    judged.verdict = Verdict::kRefuted;
    judged.reason = refutation(effect, claim);
    judged.margin = effect.refuted_below - effect.high;
  } else {
    judged.reason = effect.between() ? kBetween : "straddles-threshold";
    judged.margin = -std::min(effect.high - effect.refuted_below, effect.threshold - effect.low);
  }
}

/// The look that decides, or the last one: repeated intervals, so whichever comes first may end the run.
std::span<const double> deciding_look(const Claim& claim, const Evidence& evidence, double level) {
  for (const auto& look : evidence.looks) {
    const auto interval = stats::mean_interval(look, level);
    const Oriented effect = oriented(interval->low, interval->high, claim);
    if (effect.supports() || effect.refutes()) return look;
  }
  return evidence.looks.back();
}

/// Where the machine gives nothing to anybody, that somebody gains nothing says nothing; nor does a limit
/// that nobody keeps there.
bool lacks_headroom(const Claim& claim, const BlockEffects& blocks) {
  if (!claim.control) return false;
  const auto gain = stats::mean_interval(blocks.control_log_ratios());
  if (!gain) return true;
  if (claim.control->at_most) return gain->high > std::log(*claim.control->at_most);
  return gain->low < std::log(claim.control->at_least);
}

void set_effect(std::span<const double> log_ratios, double level, JudgedContrast& judged) {
  if (const auto interval = stats::mean_interval(log_ratios, level)) judged.log_effect = *interval;
  if (const auto ranks = stats::hodges_lehmann(log_ratios, level)) judged.companion = *ranks;
}

}  // namespace

void withhold(std::string reason, JudgedContrast& judged) {
  judged.verdict = Verdict::kInconclusive;
  judged.reason = std::move(reason);
  judged.margin = -std::numeric_limits<double>::infinity();
}

Evidence gather(const Claim& claim, workload::Place place, const Observations& rows, const Context& context) {
  const std::size_t min_blocks = fewest(context.procedure);
  Evidence evidence;
  evidence.blocks = block_effects(claim, place, rows, context.procedure.noise_guards);
  if (evidence.blocks.not_testable) return evidence;
  if (lost_too_many(evidence.blocks, min_blocks, context)) {
    evidence.withheld = evidence.blocks.mostly_noisy() ? kNoisyEnv : kInvalidRows;
    return evidence;
  }
  if (evidence.blocks.n() >= min_blocks && lacks_headroom(claim, evidence.blocks)) {
    evidence.withheld = kNoHeadroom;
    return evidence;
  }
  const auto planned = static_cast<double>(looks_planned(context.procedure));
  for (const BlockEffects& early : looks_taken(context.procedure, evidence.blocks)) {
    if (early.n() < min_blocks || lost_too_many(early, min_blocks, context)) continue;
    const auto effect = stats::mean_interval(evidence.looks.emplace_back(early.log_ratios()));
    const auto threshold = threshold_at(effect->estimate, claim);
    const double p = threshold ? std::min(1.0, planned * p_of(*effect, *threshold)) : 1;
    if (p < evidence.p) {
      evidence.p = p;
      evidence.speaks_for =
          (effect->estimate > *threshold) == (claim.direction == workload::Direction::kAbove);
    }
  }
  if (evidence.looks.empty()) evidence.withheld = kTooFewBlocks;
  return evidence;
}

JudgedContrast judge_contrast(const Claim& claim, const Evidence& evidence, double alpha,
                              const results::Procedure& procedure) {
  JudgedContrast judged;
  judged.blocks = evidence.blocks;
  if (judged.blocks.not_testable) {
    judged.verdict = Verdict::kNotTestableHere;
    judged.reason = *judged.blocks.not_testable;
    return judged;
  }
  const double level = level_of(alpha, procedure);
  if (!evidence.withheld.empty()) {
    set_effect(judged.blocks.log_ratios(), level, judged);
    withhold(evidence.withheld, judged);
    if (evidence.withheld != kTooFewBlocks) return judged;
    const auto first_look = static_cast<std::size_t>(procedure.first_look());
    judged.blocks_needed = judged.log_effect ? forecast(*judged.log_effect, claim, first_look)
                                             : std::optional<std::uint64_t>(first_look);
    return judged;
  }
  set_effect(deciding_look(claim, evidence, level), level, judged);
  decide(oriented(judged.log_effect->low, judged.log_effect->high, claim), claim, judged);
  if (judged.verdict == Verdict::kInconclusive) {
    judged.blocks_needed = forecast(*judged.log_effect, claim, fewest(procedure));
  } else if (companion_of(claim, judged) == "opposite") {
    withhold("fragile", judged);
  }
  return judged;
}

std::string companion_of(const Claim& claim, const JudgedContrast& judged) {
  if (!judged.log_effect || !judged.companion) return "";
  const Oriented t = oriented(judged.log_effect->low, judged.log_effect->high, claim);
  const Oriented ranks = oriented(judged.companion->low, judged.companion->high, claim);
  if ((t.supports() && ranks.refutes()) || (t.refutes() && ranks.supports())) return "opposite";
  return t.supports() == ranks.supports() && t.refutes() == ranks.refutes() ? "agrees" : "wider";
}

}  // namespace harness::verdict
