#pragma once
// Verdicts in words and figures. Decides nothing. Private to this module.
#include <span>
#include <string>

#include "harness/stats/interval.hpp"
#include "harness/verdict/contrast.hpp"
#include "harness/verdict/judge.hpp"
#include "harness/workload/claim.hpp"

namespace harness::verdict {

/// Six significant digits: beyond any measurement here, and equal on machines whose exp() differs by an ulp.
[[nodiscard]] double six_digits(double value);

/// "0.98 [0.97, 0.99]", as ratios.
[[nodiscard]] std::string figure(const stats::Interval& log_effect);

/// "/delay?ms=50 c=64", "/a c=1 / /b c=1" or "/delay?ms=50 c=64 / 1280".
[[nodiscard]] std::string text_of(const workload::Contrast& contrast);
/// The same, or "the mean of 15 cells".
[[nodiscard]] std::string text_of(workload::Place place);

/// "REFUTED (equivalent) 1.01 [0.99, 1.03] n=6".
[[nodiscard]] std::string short_verdict(const JudgedContrast& judged);

/// "3 of 8 blocks have rows that do not count, most often: client-bound".
[[nodiscard]] std::string lost_blocks(const BlockEffects& blocks);

/// One sentence about one place, with its numbers.
[[nodiscard]] std::string sentence(const workload::Claim& claim, workload::Place place,
                                   const JudgedContrast& judged, const Context& context);

}  // namespace harness::verdict
