#pragma once
// Drives one WebSocket load. Measures; does not judge and does not print.
// Threading: run() blocks the caller while one thread of its own drives the load; the observer is called on
// the caller's thread. Its drained() comes when the connections are closed. Every wait is bounded.
// Errors: kUsage for a bad plan, kEnvironment when not one connection could be established. A handshake that
// fails while others succeed is a number in the result.
#include "harness/load/engine.hpp"
#include "harness/stream/websocket_plan.hpp"
#include "harness/stream/websocket_result.hpp"

namespace harness::stream {

[[nodiscard]] Result<WebSocketResult> run(const WebSocketPlan& plan, load::Observer& observer);
[[nodiscard]] Result<WebSocketResult> run(const WebSocketPlan& plan);

}  // namespace harness::stream
