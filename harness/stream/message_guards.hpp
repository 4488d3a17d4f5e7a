#pragma once
// What speaks against the result of a WebSocket or SSE load. Pure; levels and limits: load/guards.hpp.
// A server that loses or repeats messages is data; what makes the figures mean something else is a guard.
#include <vector>

#include "harness/load/guards.hpp"
#include "harness/stream/sse_plan.hpp"
#include "harness/stream/sse_result.hpp"
#include "harness/stream/websocket_plan.hpp"
#include "harness/stream/websocket_result.hpp"

namespace harness::stream {

/// Empty when nothing speaks against the numbers.
[[nodiscard]] std::vector<load::Guard> guards_of(const WebSocketPlan& plan, const WebSocketResult& result,
                                                 const load::Surroundings& around = {});
[[nodiscard]] std::vector<load::Guard> guards_of(const SsePlan& plan, const SseResult& result,
                                                 const load::Surroundings& around = {});

}  // namespace harness::stream
