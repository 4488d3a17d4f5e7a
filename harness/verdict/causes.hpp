#pragma once
// How much of a claim's gap goes when one knob is turned (workload::Cause): the claim's ratio once more, with
// another arm in the place of one of its own, in the same blocks. Pure: the same claims and rows give the
// same bytes. Describes and decides nothing: no threshold, no part of the error family, and each interval
// holds for itself alone. Shares of several knobs need not add up to one. What may not feed a verdict, a row
// that failed a gate, a noisy block, a run whose A/A control alarms, feeds no share either.
#include <span>
#include <vector>

#include "harness/results/cause_row.hpp"
#include "harness/results/slice_row.hpp"
#include "harness/verdict/judge.hpp"
#include "harness/workload/claim.hpp"

namespace harness::verdict {

class Observations;

/// Why there is no share: the gap is not clearly different from 1.
inline constexpr const char* kNoGap = "no-gap";

/// One row per claim, cause and place, in this order; empty when !context.may_judge.
[[nodiscard]] std::vector<results::CauseRow> causes(std::span<const workload::Claim> claims,
                                                    std::span<const results::SliceRow> rows,
                                                    const Context& context);
/// The same; observed for these claims and the procedure of this context.
[[nodiscard]] std::vector<results::CauseRow> causes(std::span<const workload::Claim> claims,
                                                    const Observations& rows, const Context& context);

}  // namespace harness::verdict
