#pragma once
// What becomes of a claim's gap when a knob is turned, as lines under its verdict. Computes nothing.
#include <span>
#include <string>
#include <vector>

#include "harness/results/cause_row.hpp"
#include "harness/results/verdict_row.hpp"

namespace harness::report {

/// One line for each knob of this claim, behind a line that says what they are; none without knobs.
[[nodiscard]] std::vector<std::string> cause_lines(std::span<const results::CauseRow> rows,
                                                   const results::VerdictRow& verdict);

}  // namespace harness::report
