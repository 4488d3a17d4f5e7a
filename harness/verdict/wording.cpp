#include "harness/verdict/wording.hpp"

#include <cmath>
#include <cstdlib>

#include <fmt/format.h>

namespace harness::verdict {
namespace {

using results::Verdict;
using workload::Claim;
using workload::Contrast;
using workload::Direction;

std::string number(double ratio) {
  if (ratio >= 100) return fmt::format("{:.0f}", ratio);
  if (ratio >= 10) return fmt::format("{:.1f}", ratio);
  if (ratio >= 0.1) return fmt::format("{:.2f}", ratio);
  return fmt::format("{:.2g}", ratio);
}

std::string interval_text(const stats::Interval& log_effect) {
  return fmt::format("[{}, {}]", number(std::exp(log_effect.low)), number(std::exp(log_effect.high)));
}

/// " since /plaintext launch idle=0", or nothing where nothing has to grow.
std::string since(const Contrast& contrast) {
  return contrast.grown_from ? " since " + contrast.grown_from->id() : "";
}

std::string measured_on_average(const Claim& claim, workload::Place place,
                                const stats::Interval& log_effect) {
  return fmt::format("{} of {} is on average over {} cells {} {} times that of {}", claim.metric,
                     claim.numerator, place.size(), number(std::exp(log_effect.estimate)),
                     interval_text(log_effect), claim.denominator);
}

std::string measured(const Claim& claim, workload::Place place, const stats::Interval& log_effect) {
  if (place.size() > 1) return measured_on_average(claim, place, log_effect);
  const Contrast& contrast = place.front();
  const std::string metric = (contrast.grown_from ? "growth of " : "") + claim.metric_at(contrast);
  const std::string times = number(std::exp(log_effect.estimate));
  const std::string interval = interval_text(log_effect);
  const std::string here = contrast.numerator_cell.id() + since(contrast);
  if (contrast.ideal) {
    return fmt::format("{} of {} at {} is {} {} of {}", metric, claim.numerator, here, times, interval,
                       *contrast.ideal);
  }
  const std::string there = contrast.denominator_cell.id() + since(contrast);
  if (claim.control && claim.control->share) {
    return fmt::format("{} of {} at {} is {} {} times what {:g} % of the gain of {} would make of that at {}",
                       metric, claim.numerator, here, times, interval, 100 * *claim.control->share,
                       claim.control->stack, there);
  }
  if (claim.numerator == claim.denominator) {
    return fmt::format("{} of {} at {} is {} {} times that at {}", metric, claim.numerator, here, times,
                       interval, there);
  }
  return fmt::format("{} of {} at {} is {} {} times that of {}{}", metric, claim.numerator, here, times,
                     interval, claim.denominator, here == there ? "" : " at " + there);
}

std::string meaning(const Claim& claim, const JudgedContrast& judged) {
  const bool above = claim.direction == Direction::kAbove;
  const std::string claimed =
      fmt::format("the claimed {} {}", above ? "more than" : "less than", claim.threshold);
  if (judged.verdict == Verdict::kSupported) return claimed;
  const std::string beyond =
      claim.refuted_beyond ? fmt::format(", and beyond the {} that refute it", *claim.refuted_beyond) : "";
  const std::string not_claimed = "not " + claimed + beyond;
  if (judged.reason == "equivalent") {
    return fmt::format("{}, and within a factor of {} of equal", not_claimed, claim.equivalence_margin);
  }
  if (judged.reason == "too-small") return not_claimed + ": the difference is too small";
  if (claim.kind == workload::ClaimKind::kComparison) return not_claimed + " but the other way round";
  return not_claimed;
}

std::string no_headroom(const Claim& claim, const BlockEffects& blocks) {
  const auto gain = stats::mean_interval(blocks.control_log_ratios());
  const std::string reached = fmt::format("but {} itself gets to {} there, and it must be",
                                          claim.control->stack, gain ? figure(*gain) : "no figure");
  if (claim.control->at_most)
    return fmt::format("{} at most {} for the limit to be about servers", reached, *claim.control->at_most);
  return fmt::format("{} at least {} for a gain to be missed", reached, claim.control->at_least);
}

/// The one that the interval holds, of a claim that may have two.
double threshold_within(const Claim& claim, const JudgedContrast& judged) {
  if (!claim.refuted_beyond || !judged.log_effect) return claim.threshold;
  const double log_threshold = std::log(claim.threshold);
  const bool held = judged.log_effect->low <= log_threshold && log_threshold <= judged.log_effect->high;
  return held ? claim.threshold : *claim.refuted_beyond;
}

std::string doubt(const Claim& claim, const JudgedContrast& judged, const Context& context) {
  if (judged.reason == kInvalidRows || judged.reason == kNoisyEnv) return lost_blocks(judged.blocks);
  if (judged.reason == kNoHeadroom) return no_headroom(claim, judged.blocks);
  if (judged.reason == kControlAlarm) {
    return "but the A/A control of this run saw a difference between a server and itself";
  }
  if (judged.reason == kControlMissed) {
    return "but a run that did not find its +10 % control may not call servers equal";
  }
  if (judged.reason == "fragile") {
    return fmt::format("but by ranks it lies on the other side of {}: one odd block carries the mean",
                       claim.threshold);
  }
  if (judged.reason == kBetween) {
    return fmt::format(
        "neither {} {} nor beyond the {} that would refute it, and more blocks would not change that",
        claim.direction == Direction::kAbove ? "more than" : "less than", claim.threshold,
        *claim.refuted_beyond);
  }
  if (judged.reason == kTooFewBlocks) {
    return fmt::format("{} of the at least {} blocks that are needed are stored", judged.n(),
                       context.procedure.first_look());
  }
  const double held = threshold_within(claim, judged);
  if (!judged.blocks_needed)
    return fmt::format("the interval holds {}, and no number of blocks in sight would decide", held);
  return fmt::format("the interval holds {}; about {} blocks would decide, {} are stored", held,
                     *judged.blocks_needed, judged.n());
}

std::string place_of(const Contrast& contrast) {
  if (contrast.ideal) return fmt::format("{} / {}", contrast.numerator_cell.id(), *contrast.ideal);
  if (contrast.numerator_cell == contrast.denominator_cell) return contrast.numerator_cell.id();
  return contrast.numerator_cell.id() + " / " + contrast.denominator_cell.id();
}

}  // namespace

double six_digits(double value) {
  return std::strtod(fmt::format("{:.6g}", value).c_str(), nullptr);
}

std::string figure(const stats::Interval& log_effect) {
  return number(std::exp(log_effect.estimate)) + " " + interval_text(log_effect);
}

std::string text_of(const Contrast& contrast) {
  const std::string place = place_of(contrast) + since(contrast);
  return contrast.metric.empty() ? place : place + " " + contrast.metric;
}

std::string text_of(workload::Place place) {
  return place.size() == 1 ? text_of(place.front()) : fmt::format("the mean of {} cells", place.size());
}

std::string short_verdict(const JudgedContrast& judged) {
  std::string text(results::text(judged.verdict));
  if (!judged.reason.empty()) text += " (" + judged.reason + ")";
  if (judged.log_effect) text += " " + figure(*judged.log_effect);
  if (judged.verdict == Verdict::kNotTestableHere) return text;
  text += fmt::format(" n={}", judged.n());
  if (judged.blocks.lost() > 0) {
    text += fmt::format(", {} lost to: {}", judged.blocks.lost(), judged.blocks.lost_to);
  }
  return text;
}

std::string lost_blocks(const BlockEffects& blocks) {
  return fmt::format("{} of {} blocks {}, most often: {}", blocks.lost(), blocks.complete.size(),
                     blocks.mostly_noisy() ? "do not count" : "have rows that do not count", blocks.lost_to);
}

std::string sentence(const Claim& claim, workload::Place place, const JudgedContrast& judged,
                     const Context& context) {
  if (judged.verdict == Verdict::kNotTestableHere) {
    return fmt::format("{} cannot be compared here: {}", text_of(place), judged.reason);
  }
  const std::string rest =
      judged.verdict == Verdict::kInconclusive ? doubt(claim, judged, context) : meaning(claim, judged);
  if (!judged.log_effect) return rest;
  const std::string joint = judged.verdict == Verdict::kInconclusive ? "; " : ": ";
  return measured(claim, place, *judged.log_effect) + joint + rest;
}

}  // namespace harness::verdict
