#pragma once
// harness load for WebSocket (ws://…) and server-sent events (--sse): from what the user typed to a plan, and
// from a result to text for people or one JSON object. Errors: kUsage, naming the option, the value and the
// remedy; an option that has no meaning here is refused, never ignored.
#include <string>

#include "harness/cli/options.hpp"
#include "harness/load/guards.hpp"
#include "harness/stream/sse_plan.hpp"
#include "harness/stream/sse_result.hpp"
#include "harness/stream/websocket_plan.hpp"
#include "harness/stream/websocket_result.hpp"

namespace harness::cli {

[[nodiscard]] bool is_stream_load(const LoadOptions& options);
/// Runs it, prints, and returns the exit code.
[[nodiscard]] Result<int> load_stream(const LoadOptions& options);

[[nodiscard]] Result<stream::WebSocketPlan> websocket_plan_of(const LoadOptions& options);
[[nodiscard]] Result<stream::SsePlan> sse_plan_of(const LoadOptions& options);

[[nodiscard]] std::string websocket_json(const std::string& url, const stream::WebSocketPlan& plan,
                                         const stream::WebSocketResult& result,
                                         const std::vector<load::Guard>& guards);
[[nodiscard]] std::string websocket_text(const std::string& url, const stream::WebSocketPlan& plan,
                                         const stream::WebSocketResult& result,
                                         const std::vector<load::Guard>& guards);
[[nodiscard]] std::string sse_json(const std::string& url, const stream::SseResult& result,
                                   const std::vector<load::Guard>& guards);
[[nodiscard]] std::string sse_text(const std::string& url, const stream::SsePlan& plan,
                                   const stream::SseResult& result, const std::vector<load::Guard>& guards);

}  // namespace harness::cli
