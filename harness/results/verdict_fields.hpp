#pragma once
// The columns of verdicts.csv, controls.csv and causes.csv, each next to the member it is stored in: see
// row_fields.hpp.
#include <tuple>

#include "harness/results/cause_row.hpp"
#include "harness/results/control_row.hpp"
#include "harness/results/field.hpp"
#include "harness/results/verdict_row.hpp"

namespace harness::results {

inline constexpr auto kVerdictFields = std::tuple{
    field(&VerdictRow::schema, "schema", "", "version of these columns"),
    field(&VerdictRow::run_id, "run_id", "", "the run that was judged"),
    field(&VerdictRow::claim, "claim", "", "claim id: `SP8`"),
    field(&VerdictRow::reading, "reading", "", "which reading of the sentence: `strict`, `steelman`, `T0`"),
    remark(&VerdictRow::quote, "quote", "the article's words"),
    field(&VerdictRow::metric, "metric", "",
          "column of slices.csv, or a share or rate of two: `requests_per_server_cpu_s` = ok / server_cpu_s, "
          "`blocking_factor`, `wrong_results_factor`, `brace_free_line_share` and `_block_share`, "
          "`mutants_unchanged_share` and "
          "`_noticed_share`, `breakages_explained_share`"),
    field(&VerdictRow::numerator, "numerator", "", "stack above the fraction bar"),
    remark(&VerdictRow::denominator, "denominator",
           "stack below the fraction bar; empty when it is a constant"),
    field(&VerdictRow::cells, "cells", "", "where: `numerator cell / denominator cell`, joined by `; `"),
    field(&VerdictRow::direction, "direction", "",
          "above or below: what the claim says of effect and threshold"),
    field(&VerdictRow::threshold, "threshold", "",
          "ratio the effect is compared with, fixed before the data"),
    field(&VerdictRow::verdict, "verdict", "",
          "SUPPORTED, REFUTED, MIXED, INCONCLUSIVE or NOT_TESTABLE_HERE"),
    remark(&VerdictRow::reason, "reason",
           "opposite, equivalent, too-small · straddles-threshold, between, too-few-blocks, invalid-rows, "
           "noisy-env, "
           "no-headroom · cells-disagree, fragile, guard-dependent · control-alarm, control-missed · "
           "not-measured, or what the absent arm lacks"),
    field(&VerdictRow::effect, "effect", "",
          "ratio of geometric block means: of the contrast nearest to its threshold when there are several"),
    field(&VerdictRow::ci_low, "ci_low", "", "lower end of its interval"),
    field(&VerdictRow::ci_high, "ci_high", "", "upper end of its interval"),
    field(&VerdictRow::ci_level, "ci_level", "",
          "coverage of the interval: 1 − α, with α divided among looks, claims and places"),
    field(&VerdictRow::n_blocks, "n_blocks", "", "blocks that count: both sides complete and ok"),
    since(5, field(&VerdictRow::n_excluded, "n_excluded", "",
                   "blocks left out because the machine was noisy in them, of all places together")),
    since(3, field(&VerdictRow::looks_planned, "looks_planned", "",
                   "how often the run was to be judged, at numbers of blocks named beforehand")),
    since(3, field(&VerdictRow::claims_in_family, "claims_in_family", "",
                   "claims that share α: those of the run that could be tested here")),
    since(3, field(&VerdictRow::p_value, "p_value", "",
                   "two-sided p of the threshold, looks and places accounted for; 1: nothing to judge by")),
    since(3, field(&VerdictRow::p_holm, "p_holm", "",
                   "the same after Holm; decided only where it is at most α")),
    since(3, field(&VerdictRow::pseudo_median, "pseudo_median", "",
                   "the effect by Hodges and Lehmann: one odd block hardly moves it")),
    since(
        3,
        remark(&VerdictRow::companion, "companion",
               "its rank interval beside the t interval: agrees, wider (holds the threshold), opposite (then "
               "nothing is decided); empty: too few blocks for the level")),
    field(&VerdictRow::blocks_needed, "blocks_needed", "",
          "blocks in all that would decide with 80 % power, were the effect what it seems"),
    since(3, field(&VerdictRow::minutes_needed, "minutes_needed", "min",
                   "what they would take in all, at this run's pace")),
    remark(&VerdictRow::also_shown, "also_shown",
           "the same figure of other stacks: `python/asyncio 0.98 [0.97, 0.99]; …`"),
    remark(&VerdictRow::detail, "detail", "each contrast with its own verdict"),
    remark(&VerdictRow::claims_sha256, "claims_sha256", "hash of the claims file that was judged"),
    field(&VerdictRow::why, "why", "", "the verdict in one sentence for people"),
};

inline constexpr auto kControlFields = all_since(
    4,
    std::tuple{
        field(&ControlRow::schema, "schema", "", "version of these columns"),
        field(&ControlRow::run_id, "run_id", "", "the run that checked itself"),
        field(&ControlRow::control, "control", "",
              "`A/A`: a stack against itself; `+10 %`: against itself with a tenth more to do per request"),
        field(&ControlRow::metric, "metric", "", "as in verdicts.csv"),
        field(&ControlRow::stack, "stack", "", "above the fraction bar of a rate, below that of a time"),
        field(&ControlRow::arm, "arm", "", "on the other side: the same stack, launched under another name"),
        field(&ControlRow::cell, "cell", "", "where"),
        field(&ControlRow::outcome, "outcome", "",
              "A/A: quiet, or ALARM when its interval excludes 1; +10 %: found when its interval is above 1, "
              "else "
              "MISSED; unknown"),
        remark(&ControlRow::reason, "reason", "why the outcome is unknown"),
        field(&ControlRow::effect, "effect", "", "ratio of geometric block means; the truth is 1 and 1.1"),
        field(&ControlRow::ci_low, "ci_low", "", "lower end of its interval"),
        field(&ControlRow::ci_high, "ci_high", "", "upper end of its interval"),
        field(&ControlRow::ci_level, "ci_level", "", "coverage of the interval"),
        field(&ControlRow::n_blocks, "n_blocks", "", "blocks that count: both sides complete and ok"),
        since(5, field(&ControlRow::n_excluded, "n_excluded", "",
                       "blocks left out because the machine was noisy in them")),
        field(&ControlRow::detectable, "detectable", "",
              "the ratio that so many blocks with this spread find with 80 % power at 95 %"),
    });

inline constexpr auto kCauseFields = all_since(
    8, std::tuple{
           field(&CauseRow::run_id, "run_id", "", "the run whose rows it is from"),
           field(&CauseRow::claim, "claim", "", "id in `workloads/claims.toml`"),
           field(&CauseRow::reading, "reading", "", "its reading"),
           field(&CauseRow::knob, "knob", "", "what was turned, as `workloads/causes.toml` says it"),
           field(&CauseRow::arm, "arm", "", "the stack of the claim it was turned on"),
           field(&CauseRow::turned, "turned", "", "the stack in its place"),
           field(&CauseRow::cells, "cells", "", "where, as in verdicts.csv"),
           field(&CauseRow::metric, "metric", "", "as in verdicts.csv"),
           field(&CauseRow::gap, "gap", "",
                 "ratio of geometric block means, numerator over denominator; of a claim with a control the "
                 "stack's gain over the whole gain of the control"),
           field(&CauseRow::gap_turned, "gap_turned", "", "the same with `turned` in place of `arm`"),
           field(&CauseRow::share, "share", "",
                 "1 - log gap_turned / log gap: below 0 the gap grows, above 1 it turns over"),
           field(&CauseRow::share_low, "share_low", "",
                 "lower end of its interval over blocks (Fieller, paired)"),
           field(&CauseRow::share_high, "share_high", "", "upper end of its interval"),
           field(&CauseRow::ci_level, "ci_level", "",
                 "coverage of that interval, of this one alone: no part of the error family of the verdicts"),
           field(&CauseRow::n_blocks, "n_blocks", "", "blocks in which all arms count"),
           remark(&CauseRow::reason, "reason",
                  "why there is no share: no-gap (the gap is not clearly different from 1), control-alarm, a "
                  "reason of verdicts.csv, or why an arm was not measured"),
       });

}  // namespace harness::results
