#pragma once
// One row of controls.csv: what a control of a run showed, i.e. what its verdicts are worth. scripts/certify
// gathers those of many runs in a certificate.csv. Plain data; the meaning of each member is in the column
// dictionary. Not the judge: see harness/verdict/certificate.hpp.
// Units: effect, ci_low, ci_high and detectable are ratios, rounded to six significant digits.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "harness/results/column.hpp"

namespace harness::results {

enum class ControlOutcome {
  kQuiet,    ///< A/A: no difference where there is none
  kAlarm,    ///< A/A: a difference where there is none
  kFound,    ///< the slower arm was seen to be slower
  kMissed,   ///< it was not
  kUnknown,  ///< not measured, or by too few blocks
};

/// "quiet" | "ALARM" | "found" | "MISSED" | "unknown", as stored.
[[nodiscard]] std::string_view text(ControlOutcome outcome);

struct ControlRow {
  int schema = kSchema;
  std::string run_id;
  std::string control;  ///< "A/A" | "+10 %"
  std::string metric;
  std::string stack;
  std::string arm;
  std::string cell;
  ControlOutcome outcome = ControlOutcome::kUnknown;
  std::string reason;
  std::optional<double> effect;
  std::optional<double> ci_low;
  std::optional<double> ci_high;
  std::optional<double> ci_level;
  std::uint64_t n_blocks = 0;
  std::optional<std::uint64_t> n_excluded;
  std::optional<double> detectable;

  friend bool operator==(const ControlRow&, const ControlRow&) = default;
};

}  // namespace harness::results
