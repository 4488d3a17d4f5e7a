#pragma once
// One block of launches: every server of the plan is started afresh for each slice, on its CPU, alone; how
// long it takes to be ready and to give its first answer, and what it holds in memory when it rests, with so
// many keep-alive connections as the cell says, each of which has been answered once. Programs and libraries
// are in the page cache by then: a first launch comes before, in which the contract is checked unless an
// earlier suite of the session has done it.
#include "harness/experiment/bench.hpp"

namespace harness::experiment {

[[nodiscard]] Result<Ending> run_launch_block(Bench& bench, const BlockPlan& block);

}  // namespace harness::experiment
