#pragma once
// harness load ws://… --slo: as slo_command.hpp, but what is searched is how many clients there may be, of
// whom each sends at a rate of its own. A probe with one client that was refused or thrown out, or one
// delivery that was lost, wrong, twice or out of order, does not meet it. Threading: blocks the caller.
// Errors: kUsage for options that do not fit, kEnvironment when a probe could not run; what the probes before
// it found is printed first.
#include "harness/base/error.hpp"
#include "harness/cli/options.hpp"

namespace harness::cli {

/// The exit code: kMeasuredButInvalid without an answer.
[[nodiscard]] Result<int> find_most_clients(const LoadOptions& options);

}  // namespace harness::cli
