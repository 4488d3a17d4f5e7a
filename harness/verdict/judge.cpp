#include "harness/verdict/judge.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "harness/stats/median.hpp"
#include "harness/verdict/break_even.hpp"
#include "harness/verdict/certificate.hpp"
#include "harness/verdict/contrast.hpp"
#include "harness/verdict/family.hpp"
#include "harness/verdict/wording.hpp"

namespace harness::verdict {
namespace {

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

std::uint64_t noisy_blocks(const Judged& judged) {
  std::uint64_t all = 0;
  for (const JudgedContrast& each : judged) all += each.blocks.noisy();
  return all;
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

std::string cells(const Claim& claim) {
  std::string text;
  for (const auto& contrast : claim.contrasts) text += (text.empty() ? "" : "; ") + text_of(contrast);
  return text;
}

std::string detail(const Claim& claim, const Judged& judged, std::size_t weakest) {
  const auto places = claim.places();
  std::string text;
  for (std::size_t i = 0; i < judged.size(); ++i) {
    text += (i == 0 ? "" : "; ") + text_of(places[i]) + ": " + short_verdict(judged[i]);
  }
  if (judged.size() > 1) text += "; shown: the nearest to its threshold, " + text_of(places[weakest]);
  return text;
}

std::string behind(const char* separator, const std::string& text) {
  return text.empty() ? text : separator + text;
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
  const bool doubtful =
      judged.reason == kInvalidRows || judged.reason == kNoisyEnv || judged.reason == kTooFewBlocks;
  return stack + " " + figure(*judged.log_effect) + (doubtful ? " (" + judged.reason + ")" : "");
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
  row.n_blocks = shown.n();
  if (!shown.log_effect) return;
  row.effect = six_digits(std::exp(shown.log_effect->estimate));
  row.ci_low = six_digits(std::exp(shown.log_effect->low));
  row.ci_high = six_digits(std::exp(shown.log_effect->high));
  row.ci_level = shown.log_effect->level;
}

Places gather_all(const Claim& claim, const Observations& rows, const Context& context) {
  HARNESS_ASSERT(!claim.contrasts.empty());
  Places evidence;
  for (const workload::Place place : claim.places()) evidence.push_back(gather(claim, place, rows, context));
  return evidence;
}

/// Minutes from the first row of a block to that of the next, on average; a pause between two sessions of a
/// run is no part of it.
std::optional<double> minutes_per_block(const std::map<int, std::int64_t>& begun) {
  if (begun.size() < 2) return {};
  struct Gap {
    double ns;
    int blocks;  ///< more than one where a block has no rows
  };
  std::vector<Gap> gaps;
  std::vector<double> per_block;
  for (auto next = std::next(begun.begin()), block = begun.begin(); next != begun.end(); ++next, ++block) {
    gaps.push_back({static_cast<double>(next->second - block->second), next->first - block->first});
    per_block.push_back(gaps.back().ns / gaps.back().blocks);
  }
  constexpr double kPause = 10;  // blocks of one run are alike
  const double longest = kPause * stats::median(per_block);
  std::erase_if(gaps, [&](const Gap& gap) { return gap.ns < 0 || gap.ns > longest * gap.blocks; });
  Gap all{0, 0};
  // Exact, being whole numbers below 2^53: in one session this is last minus first.
  for (const Gap& gap : gaps) all = {all.ns + gap.ns, all.blocks + gap.blocks};
  constexpr double kMinuteNs = 60e9;
  return gaps.empty() ? std::nullopt : std::optional(all.ns / kMinuteNs / all.blocks);
}

/// What the controls of a run forbid to say.
struct Forbidden {
  bool any_verdict = false;
  bool equality = false;
};

Forbidden forbidden_by(const std::vector<results::ControlRow>& controls) {
  const auto has = [&](results::ControlOutcome outcome) {
    return std::ranges::find(controls, outcome, &results::ControlRow::outcome) != controls.end();
  };
  return {has(results::ControlOutcome::kAlarm), !controls.empty() && !has(results::ControlOutcome::kFound)};
}

/// Everything a claim is judged by beside its own rows.
struct Session {
  const Observations& rows;
  const Context& context;
  const Family& family;
  Forbidden forbidden;
  std::optional<double> minutes_per_block;
  int schema;  ///< of the rows
};

JudgedContrast judged_place(const Claim& claim, const Evidence& evidence, double alpha,
                            const Session& session) {
  JudgedContrast judged = judge_contrast(claim, evidence, alpha, session.context.procedure);
  const bool decided = judged.verdict == Verdict::kSupported || judged.verdict == Verdict::kRefuted;
  if (decided && session.forbidden.any_verdict) {
    withhold(kControlAlarm, judged);
  } else if (decided && session.forbidden.equality && judged.reason == "equivalent") {
    withhold(kControlMissed, judged);
  }
  return judged;
}

std::string also_shown(const Claim& claim, std::size_t place, double alpha, const Session& session) {
  std::string text;
  for (const std::string& stack : claim.also_show) {
    const Claim other = about(stack, claim);
    const auto judged = judged_place(
        other, gather(other, other.places()[place], session.rows, session.context), alpha, session);
    text += (text.empty() ? "" : "; ") + shown_figure(stack, judged);
  }
  return text;
}

/// The columns that schema 3 brought: how the claim fared among the others.
void show_procedure(const Claim& claim, std::size_t index, const JudgedContrast& shown,
                    const Session& session, VerdictRow& row) {
  const Family& family = session.family;
  if (row.schema < 3 || !family.tests[index].testable) return;
  row.looks_planned = std::max<std::size_t>(session.context.procedure.looks.size(), 1);
  row.claims_in_family = family.size;
  row.p_value = six_digits(family.tests[index].p);
  row.p_holm = six_digits(family.p_holm[index]);
  if (shown.companion) row.pseudo_median = six_digits(std::exp(shown.companion->estimate));
  row.companion = companion_of(claim, shown);
  if (row.blocks_needed && session.minutes_per_block)
    row.minutes_needed = six_digits(static_cast<double>(*row.blocks_needed) * *session.minutes_per_block);
}

VerdictRow judge_claim(const Claim& claim, const Places& places, std::size_t index, const Session& session) {
  const Context& context = session.context;
  const double alpha = session.family.alpha_per_place[index];
  Judged judged;
  for (const Evidence& place : places) judged.push_back(judged_place(claim, place, alpha, session));
  VerdictRow row = row_of(claim, context);
  row.schema = session.schema;
  row.verdict = combined(judged);
  const std::size_t weakest = weakest_link(judged, row.verdict);
  row.reason = common_reason(judged, row.verdict, weakest);
  show_numbers(judged[weakest], row);
  if (context.procedure.noise_guards) row.n_excluded = noisy_blocks(judged);
  row.blocks_needed = blocks_needed(judged, row.verdict);
  show_procedure(claim, index, judged[weakest], session, row);
  row.also_shown = also_shown(claim, weakest, alpha, session);
  row.detail = detail(claim, judged, weakest);
  if (!session.forbidden.any_verdict) row.detail += behind("; ", break_even(claim, places));
  row.why = scope(judged, row.verdict) + sentence(claim, claim.places()[weakest], judged[weakest], context);
  return row;
}

bool is_decided(const VerdictRow& row) {
  return row.verdict != Verdict::kInconclusive && row.verdict != Verdict::kNotTestableHere;
}

std::vector<VerdictRow> judge_once(std::span<const Claim> claims, const Observations& rows,
                                   const Context& context) {
  std::vector<Places> evidence;
  for (const Claim& claim : claims) evidence.push_back(gather_all(claim, rows, context));
  const Family family = family_of(evidence, context.procedure);
  const Session session{rows,
                        context,
                        family,
                        forbidden_by(certificate(rows, context)),
                        minutes_per_block(rows.begun_ns()),
                        rows.schema().value_or(results::kSchema)};
  std::vector<VerdictRow> verdicts;
  for (std::size_t i = 0; i < claims.size(); ++i)
    verdicts.push_back(judge_claim(claims[i], evidence[i], i, session));
  return verdicts;
}

/// A verdict that hangs on which blocks were left out says more about the guards than about the servers.
void withhold_what_hangs_on_the_guards(std::vector<VerdictRow>& verdicts,
                                       const std::vector<VerdictRow>& without_guards) {
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    VerdictRow& row = verdicts[i];
    const Verdict otherwise = without_guards[i].verdict;
    if (!is_decided(row) || row.verdict == otherwise) continue;
    row.why = fmt::format("{} with the noise guards, {} without them; {}", text(row.verdict), text(otherwise),
                          row.why);
    row.verdict = Verdict::kInconclusive;
    row.reason = kGuardDependent;
  }
}

}  // namespace

std::vector<VerdictRow> judge(std::span<const Claim> claims, std::span<const results::SliceRow> rows,
                              const Context& context) {
  return judge(claims, observe(claims, rows, context.procedure), context);
}

std::vector<VerdictRow> judge(std::span<const Claim> claims, const Observations& rows,
                              const Context& context) {
  if (!context.may_judge) return {};
  auto verdicts = judge_once(claims, rows, context);
  const auto has_excluded = [](const auto& row) { return row.n_excluded.value_or(0) > 0; };
  if (std::ranges::any_of(verdicts, has_excluded) ||
      std::ranges::any_of(certificate(rows, context), has_excluded)) {
    Context unguarded = context;
    unguarded.procedure.noise_guards.reset();
    withhold_what_hangs_on_the_guards(verdicts, judge_once(claims, rows, unguarded));
  }
  return verdicts;
}

}  // namespace harness::verdict
