#include "harness/verdict/judge.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include <fmt/format.h>

#include "harness/verdict/contrast.hpp"
#include "harness/verdict/wording.hpp"

namespace harness::verdict {
namespace {

using results::SliceRow;
using results::Verdict;
using results::VerdictRow;
using workload::Claim;
using Judged = std::vector<JudgedContrast>;

std::size_t count(const Judged& judged, Verdict verdict) {
  return static_cast<std::size_t>(std::ranges::count(judged, verdict, &JudgedContrast::verdict));
}

/// Universal over the contrasts that could be tested: all must agree. One supported and one refuted contrast
/// already make the universal claim mixed, whatever an undecided third one would say.
Verdict combined(const Judged& judged) {
  const std::size_t testable = judged.size() - count(judged, Verdict::kNotTestableHere);
  const std::size_t supported = count(judged, Verdict::kSupported);
  const std::size_t refuted = count(judged, Verdict::kRefuted);
  if (testable == 0) return Verdict::kNotTestableHere;
  if (supported == testable) return Verdict::kSupported;
  if (refuted == testable) return Verdict::kRefuted;
  return supported > 0 && refuted > 0 ? Verdict::kMixed : Verdict::kInconclusive;
}

bool speaks_for(const JudgedContrast& judged, Verdict verdict) {
  if (verdict != Verdict::kMixed) return judged.verdict == verdict;
  return judged.verdict == Verdict::kSupported || judged.verdict == Verdict::kRefuted;
}

/// The contrast whose numbers the row shows: the nearest to its threshold among those behind the verdict.
std::size_t weakest_link(const Judged& judged, Verdict verdict) {
  std::size_t weakest = judged.size();
  for (std::size_t i = 0; i < judged.size(); ++i) {
    if (!speaks_for(judged[i], verdict)) continue;
    if (weakest == judged.size() || judged[i].margin < judged[weakest].margin) weakest = i;
  }
  return weakest;
}

/// Different refutations have only "less than claimed" in common, which is what too-small says.
std::string common_reason(const Judged& judged, Verdict verdict, std::size_t weakest) {
  if (verdict == Verdict::kMixed) return "cells-disagree";
  if (verdict != Verdict::kRefuted) return judged[weakest].reason;
  const bool same = std::ranges::all_of(judged, [&](const JudgedContrast& each) {
    return each.verdict != Verdict::kRefuted || each.reason == judged[weakest].reason;
  });
  return same ? judged[weakest].reason : "too-small";
}

/// Enough for the contrast that needs most; empty when one of them cannot be helped by blocks.
std::optional<std::uint64_t> blocks_needed(const Judged& judged, Verdict verdict) {
  std::optional<std::uint64_t> most;
  if (verdict != Verdict::kInconclusive) return most;
  for (const JudgedContrast& each : judged) {
    if (each.verdict != Verdict::kInconclusive) continue;
    if (!each.blocks_needed) return {};
    most = std::max(most.value_or(0), *each.blocks_needed);
  }
  return most;
}

/// Six significant digits: beyond any measurement here, and equal on machines whose exp() differs by an ulp.
double stored_ratio(double log_ratio) {
  return std::strtod(fmt::format("{:.6g}", std::exp(log_ratio)).c_str(), nullptr);
}

std::string cells(const Claim& claim) {
  std::string text;
  for (const auto& contrast : claim.contrasts) text += (text.empty() ? "" : "; ") + place(contrast);
  return text;
}

std::string detail(const Claim& claim, const Judged& judged, std::size_t weakest) {
  std::string text;
  for (std::size_t i = 0; i < judged.size(); ++i) {
    text += (i == 0 ? "" : "; ") + place(claim.contrasts[i]) + ": " + short_verdict(judged[i]);
  }
  if (judged.size() > 1) text += "; shown: the nearest to its threshold, " + place(claim.contrasts[weakest]);
  return text;
}

/// "in 2 of 3 places …": what a claim with several contrasts says before its weakest link is quoted.
std::string scope(const Judged& judged, Verdict verdict) {
  const std::size_t all = judged.size();
  if (all == 1 || verdict == Verdict::kNotTestableHere) return "";
  const std::size_t untested = count(judged, Verdict::kNotTestableHere);
  std::string text = fmt::format("of {} places {} support it and {} refute it", all,
                                 count(judged, Verdict::kSupported), count(judged, Verdict::kRefuted));
  if (untested > 0) text += fmt::format(", {} could not be tested here", untested);
  return text + "; nearest to the threshold: ";
}

/// The claim as if it had been made about another stack. A claim that compares a stack with itself (two
/// cells) moves as a whole.
Claim about(const std::string& stack, const Claim& claim) {
  Claim other = claim;
  if (claim.numerator == claim.denominator) other.denominator = stack;
  other.numerator = stack;
  return other;
}

std::string shown_figure(const std::string& stack, const JudgedContrast& judged) {
  if (judged.verdict == Verdict::kNotTestableHere) return stack + " not measured (" + judged.reason + ")";
  if (!judged.log_effect) return stack + " not decided (" + judged.reason + ")";
  const bool doubtful = judged.reason == "invalid-rows" || judged.reason == "too-few-blocks";
  return stack + " " + figure(*judged.log_effect) + (doubtful ? " (" + judged.reason + ")" : "");
}

std::string also_shown(const Claim& claim, std::size_t contrast, std::span<const SliceRow> rows,
                       const Context& context) {
  std::string text;
  for (const std::string& stack : claim.also_show) {
    const auto judged = judge_contrast(about(stack, claim), claim.contrasts[contrast], rows, context);
    text += (text.empty() ? "" : "; ") + shown_figure(stack, judged);
  }
  return text;
}

VerdictRow row_of(const Claim& claim, const Context& context) {
  VerdictRow row;
  row.run_id = context.run_id;
  row.claim = claim.id;
  row.reading = claim.reading;
  row.quote = claim.quote;
  row.metric = claim.metric;
  row.numerator = claim.numerator;
  row.denominator = claim.denominator;
  row.cells = cells(claim);
  row.direction = claim.direction == workload::Direction::kAbove ? "above" : "below";
  row.threshold = claim.threshold;
  row.claims_sha256 = context.claims_sha256;
  return row;
}

void show_numbers(const JudgedContrast& shown, VerdictRow& row) {
  row.n_blocks = shown.blocks.n();
  if (!shown.log_effect) return;
  row.effect = stored_ratio(shown.log_effect->estimate);
  row.ci_low = stored_ratio(shown.log_effect->low);
  row.ci_high = stored_ratio(shown.log_effect->high);
  row.ci_level = shown.log_effect->level;
}

VerdictRow judge_claim(const Claim& claim, std::span<const SliceRow> rows, const Context& context) {
  HARNESS_ASSERT(!claim.contrasts.empty());
  Judged judged;
  for (const auto& contrast : claim.contrasts) {
    judged.push_back(judge_contrast(claim, contrast, rows, context));
  }
  VerdictRow row = row_of(claim, context);
  if (!rows.empty()) row.schema = rows.front().schema;
  row.verdict = combined(judged);
  const std::size_t weakest = weakest_link(judged, row.verdict);
  row.reason = common_reason(judged, row.verdict, weakest);
  show_numbers(judged[weakest], row);
  row.blocks_needed = blocks_needed(judged, row.verdict);
  row.also_shown = also_shown(claim, weakest, rows, context);
  row.detail = detail(claim, judged, weakest);
  row.why = scope(judged, row.verdict) + sentence(claim, claim.contrasts[weakest], judged[weakest], context);
  return row;
}

}  // namespace

std::vector<VerdictRow> judge(std::span<const Claim> claims, std::span<const SliceRow> rows,
                              const Context& context) {
  std::vector<VerdictRow> verdicts;
  if (!context.may_judge) return verdicts;
  for (const Claim& claim : claims) verdicts.push_back(judge_claim(claim, rows, context));
  return verdicts;
}

}  // namespace harness::verdict
