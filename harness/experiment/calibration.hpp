#pragma once
// What the client itself contributes, measured at the start of each run: the null server, which does nothing,
// under the load shapes of the run. Its figures are stored beside the results and shown, never subtracted.
// Errors: kEnvironment when the null server cannot be launched; the run then says that it has no floor.
#include <vector>

#include "harness/experiment/plan.hpp"
#include "harness/machine/cpus.hpp"
#include "harness/results/env_row.hpp"
#include "harness/results/run_folder.hpp"

namespace harness::experiment {

/// Rows "floor.<load shape>.service_p50_us" and so on, one set per load shape of the plan.
[[nodiscard]] Result<std::vector<results::EnvRow>> calibrate(const Plan& plan, const machine::CpuSplit& cpus,
                                                             const results::RunFolder& folder);

}  // namespace harness::experiment
