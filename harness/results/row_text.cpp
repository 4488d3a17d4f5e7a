#include <string_view>

#include "harness/results/control_row.hpp"
#include "harness/results/run_manifest.hpp"
#include "harness/results/slice_row.hpp"
#include "harness/results/verdict_row.hpp"

namespace harness::results {

std::string_view text(SliceStatus status) {
  switch (status) {
    case SliceStatus::kOk:
      return "ok";
    case SliceStatus::kInvalid:
      return "invalid";
    case SliceStatus::kFailed:
      return "failed";
    case SliceStatus::kAbsent:
      return "absent";
  }
  return "";
}

std::string_view text(Gate gate) {
  switch (gate) {
    case Gate::kNa:
      return "na";
    case Gate::kPass:
      return "pass";
    case Gate::kWarn:
      return "warn";
    case Gate::kFail:
      return "fail";
  }
  return "";
}

std::string_view text(Verdict verdict) {
  switch (verdict) {
    case Verdict::kSupported:
      return "SUPPORTED";
    case Verdict::kRefuted:
      return "REFUTED";
    case Verdict::kMixed:
      return "MIXED";
    case Verdict::kInconclusive:
      return "INCONCLUSIVE";
    case Verdict::kNotTestableHere:
      return "NOT_TESTABLE_HERE";
  }
  return "";
}

std::string_view text(ControlOutcome outcome) {
  switch (outcome) {
    case ControlOutcome::kQuiet:
      return "quiet";
    case ControlOutcome::kAlarm:
      return "ALARM";
    case ControlOutcome::kFound:
      return "found";
    case ControlOutcome::kMissed:
      return "MISSED";
    case ControlOutcome::kUnknown:
      return "unknown";
  }
  return "";
}

std::string_view text(RunStatus status) {
  switch (status) {
    case RunStatus::kPartial:
      return "partial";
    case RunStatus::kComplete:
      return "complete";
    case RunStatus::kInterrupted:
      return "interrupted";
    case RunStatus::kFailed:
      return "failed";
  }
  return "";
}

}  // namespace harness::results
