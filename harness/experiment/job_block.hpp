#pragma once
// One block of jobs: every arm does every job of the plan, each time in a fresh process, in the planned
// order, one at a time on the server's CPU. What a job prints stays in the run's log folder: the series of
// its iterations is there. A job that fails becomes a failed row.
#include "harness/experiment/bench.hpp"

namespace harness::experiment {

[[nodiscard]] Result<Ending> run_job_block(Bench& bench, const BlockPlan& block);

}  // namespace harness::experiment
