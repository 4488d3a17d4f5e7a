#pragma once
// harness load URL --slo: probes one rate after the other until the search knows the highest that meets the
// objective. Progress goes to stderr, one line per probe; the result to stdout.
// Threading: blocks the caller. Errors: kUsage for a bad objective or rates, kEnvironment when a probe could
// not run; what the probes before it found is printed first.
#include "harness/cli/options.hpp"
#include "harness/load/load_plan.hpp"

namespace harness::cli {

/// `plan` is that of one probe but for its length and rate. The exit code: kMeasuredButInvalid without an
/// answer.
[[nodiscard]] Result<int> find_highest_rate(const LoadOptions& options, load::LoadPlan plan);

}  // namespace harness::cli
