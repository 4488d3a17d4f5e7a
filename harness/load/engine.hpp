#pragma once
// The load engine: one thread per core, shared nothing, epoll edge-triggered and registered once, a request
// sent the moment its connection is free. Measures; does not judge and does not print.
// Threading: run() blocks the caller; the observer is called on the caller's thread, which sleeps in between.
// Errors: kUsage for a bad plan, kEnvironment when the connections cannot be established.
#include "harness/load/load_plan.hpp"
#include "harness/load/load_result.hpp"
#include "harness/load/observer.hpp"

namespace harness::load {

/// A session of one turn, see session.hpp.
[[nodiscard]] Result<LoadResult> run(const LoadPlan& plan, Observer& observer);
[[nodiscard]] Result<LoadResult> run(const LoadPlan& plan);

}  // namespace harness::load
