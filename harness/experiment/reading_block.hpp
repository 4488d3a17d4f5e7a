#pragma once
// One block of readings: what a pair of sources consists of, and what becomes of copies with a mistake in
// them. No server is started and nothing is timed, so every CPU of both sides has one at a time. The copies
// are made and run in a folder of their own outside of the checkout. A source that cannot be read becomes a
// failed row.
#include "harness/experiment/bench.hpp"

namespace harness::experiment {

[[nodiscard]] Result<Ending> run_reading_block(Bench& bench, const BlockPlan& block);

}  // namespace harness::experiment
