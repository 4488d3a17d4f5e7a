#pragma once
// From what the user typed to a load plan. Errors: kUsage, naming the option, the value and the remedy.
#include "harness/cli/options.hpp"
#include "harness/load/load_plan.hpp"

namespace harness::cli {

[[nodiscard]] Result<load::LoadPlan> load_plan_of(const LoadOptions& options);

/// The URL, or the file that lists several: what a result is headed with.
[[nodiscard]] std::string load_title(const LoadOptions& options);

}  // namespace harness::cli
