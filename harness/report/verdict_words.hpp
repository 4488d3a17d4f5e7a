#pragma once
// A verdict in few words, the same in every report. Pure; harmless in a terminal.
#include <string>

#include "harness/results/verdict_row.hpp"

namespace harness::report {

/// "REFUTED (too-small)"
[[nodiscard]] std::string headline(const results::VerdictRow& row);

/// "2.43× [2.32, 2.54]"; empty without an effect.
[[nodiscard]] std::string effect_of(const results::VerdictRow& row);

}  // namespace harness::report
