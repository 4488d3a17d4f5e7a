#pragma once
// Drives many event streams at once and measures them. Does not judge and does not print.
// Threading: run() blocks the caller while one thread of its own drives the load; the observer is called on
// the caller's thread: the window is the whole load. Every wait is bounded.
// Errors: kUsage for a bad plan, kEnvironment when not one stream was answered. A stream that fails while
// others succeed is a number in the result.
#include "harness/load/engine.hpp"
#include "harness/stream/sse_plan.hpp"
#include "harness/stream/sse_result.hpp"

namespace harness::stream {

[[nodiscard]] Result<SseResult> run(const SsePlan& plan, load::Observer& observer);
[[nodiscard]] Result<SseResult> run(const SsePlan& plan);

}  // namespace harness::stream
