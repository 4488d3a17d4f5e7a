#include "harness/results/cell_text.hpp"

#include <fmt/format.h>

namespace harness::results {
namespace {

template <typename Word>
Complaint read_word(std::string_view cell, Word& value, std::initializer_list<Word> known,
                    std::string_view expected) {
  for (const Word word : known) {
    if (text(word) == cell) {
      value = word;
      return {};
    }
  }
  return expected;
}

}  // namespace

std::string cell_text(double value) {
  return fmt::format("{}", value);
}

Complaint read_cell(std::string_view cell, double& value) {
  const auto end = cell.data() + cell.size();
  const auto [stop, error] = std::from_chars(cell.data(), end, value);
  // from_chars reads "nan" and "inf" as numbers; stored results never contain them.
  if (error != std::errc() || stop != end || !std::isfinite(value)) return "a finite number";
  return {};
}

Complaint read_cell(std::string_view cell, SliceStatus& value) {
  return read_word(cell, value,
                   {SliceStatus::kOk, SliceStatus::kInvalid, SliceStatus::kFailed, SliceStatus::kAbsent},
                   "ok, invalid, failed or absent");
}

Complaint read_cell(std::string_view cell, Gate& value) {
  return read_word(cell, value, {Gate::kNa, Gate::kPass, Gate::kWarn, Gate::kFail}, "pass, warn, fail or na");
}

Complaint read_cell(std::string_view cell, Verdict& value) {
  return read_word(cell, value,
                   {Verdict::kSupported, Verdict::kRefuted, Verdict::kMixed, Verdict::kInconclusive,
                    Verdict::kNotTestableHere},
                   "SUPPORTED, REFUTED, MIXED, INCONCLUSIVE or NOT_TESTABLE_HERE");
}

Complaint read_cell(std::string_view cell, ControlOutcome& value) {
  return read_word(cell, value,
                   {ControlOutcome::kQuiet, ControlOutcome::kAlarm, ControlOutcome::kFound,
                    ControlOutcome::kMissed, ControlOutcome::kUnknown},
                   "quiet, ALARM, found, MISSED or unknown");
}

}  // namespace harness::results
