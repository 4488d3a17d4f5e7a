#pragma once
// What the verdicts of a run are worth: does it see a difference where there is none (A/A), and a small one
// where there is one (+10 %)? Pure: the same rows give the same answer. Not a claim: spends none of their α.
// Source: Wellek 2010, ch. 1 (assay sensitivity): who cannot see a difference may not declare equality.
#include <span>
#include <vector>

#include "harness/results/control_row.hpp"
#include "harness/results/slice_row.hpp"
#include "harness/verdict/judge.hpp"

namespace harness::verdict {

class Observations;

/// A/A and +10 %, in this order; empty for a run without controls and one that is not judged.
[[nodiscard]] std::vector<results::ControlRow> certificate(std::span<const results::SliceRow> rows,
                                                           const Context& context);
/// Observed for the controls of this context, whatever else for.
[[nodiscard]] std::vector<results::ControlRow> certificate(const Observations& rows, const Context& context);

/// A control as a comparison of its stack with one of its two other arms, in its one cell: above 1 when the
/// arm had more to do, whether its metric is a rate (stack / arm) or a time (arm / stack).
[[nodiscard]] workload::Claim comparison_with(const std::string& arm, const results::Controls& controls);

}  // namespace harness::verdict
