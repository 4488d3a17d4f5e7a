#pragma once
// One block: launch every arm, verify those not yet verified, warm up, measure the slots, stop. Rows go to
// the folder as they come. A server that cannot be launched, breaks the contract or dies becomes failed or
// invalid rows.
#include "harness/experiment/bench.hpp"

namespace harness::experiment {

[[nodiscard]] Result<Ending> run_block(Bench& bench, const BlockPlan& block);

/// Rows for arms that are absent and cells that this host cannot hold, so that nothing is silently missing.
[[nodiscard]] Result<void> store_absent(Bench& bench);

}  // namespace harness::experiment
