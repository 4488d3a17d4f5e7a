#include "harness/stream/websocket_load.hpp"

#include <cmath>

#include "harness/stream/message_text.hpp"
#include "harness/stream/message_thread.hpp"
#include "harness/stream/websocket_session.hpp"

namespace harness::stream {
std::uint64_t WebSocketEndings::during_load() const {
  std::uint64_t all = without_close_frame + protocol_error;
  for (const auto& [code, count] : closed_by_peer) all += count;
  return all;
}

Result<void> validate(const WebSocketPlan& plan) {
  std::vector<std::string> problems;
  if (plan.port == 0) problems.emplace_back("port: 0 is not a port; name the server's port");
  if (plan.connections < 1)
    problems.push_back(fmt::format("connections: {} must be at least 1", plan.connections));
  if (plan.message_bytes < kSmallestMessage) {
    problems.push_back(fmt::format("message_bytes: {} is too small for sender, id and time; at least {}",
                                   plan.message_bytes, kSmallestMessage));
  }
  if (plan.message_bytes > kLargestMessage) {
    problems.push_back(fmt::format("message_bytes: {} is more than {}", plan.message_bytes, kLargestMessage));
  }
  if (plan.duration <= Nanoseconds(0)) problems.emplace_back("duration: must be longer than 0");
  if (plan.timeout <= Nanoseconds(0)) problems.emplace_back("timeout: must be longer than 0");
  if (plan.lead_in < Nanoseconds(0)) problems.emplace_back("lead_in: must not be negative");
  if (plan.connect_patience <= Nanoseconds(0))
    problems.emplace_back("connect_patience: must be longer than 0");
  if (plan.schedule && !(plan.schedule->rate.value > 0 && std::isfinite(plan.schedule->rate.value)))
    problems.push_back(fmt::format("rate: {} must be greater than 0", plan.schedule->rate.value));
  if (plan.schedule && plan.schedule->ramp < Nanoseconds(0))
    problems.emplace_back("ramp: must not be negative");
  if (problems.empty()) return {};
  return tl::unexpected(joined(ErrorCode::kUsage, problems));
}

Result<WebSocketResult> run(const WebSocketPlan& plan, load::Observer& observer) {
  if (auto valid = validate(plan); !valid) return tl::unexpected(valid.error());
  const auto address = load::resolve(plan.host, plan.port);
  if (!address) return tl::unexpected(address.error());
  WebSocketSession session(plan, *address);
  return run_watched(session, plan.cpu, observer,
                     [&](Instant starts) { return WebSocketSession::window_of(plan, starts); });
}

Result<WebSocketResult> run(const WebSocketPlan& plan) {
  load::Observer nobody;
  return run(plan, nobody);
}

}  // namespace harness::stream
