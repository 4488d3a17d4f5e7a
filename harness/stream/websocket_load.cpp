#include "harness/stream/websocket_load.hpp"

#include <algorithm>
#include <cmath>

#include "harness/stream/game_text.hpp"
#include "harness/stream/message_text.hpp"
#include "harness/stream/message_thread.hpp"
#include "harness/stream/websocket_session.hpp"

namespace harness::stream {
std::uint64_t WebSocketEndings::during_load() const {
  std::uint64_t all = without_close_frame + protocol_error;
  for (const auto& [code, count] : closed_by_peer) all += count;
  return all;
}

Conversation conversation_of(std::string_view target) {
  if (target.starts_with("/ws/game")) return Conversation::kGame;
  return target.starts_with("/ws/room/") ? Conversation::kRoom : Conversation::kEcho;
}

Conversation conversation_of_row(std::string_view target) {
  return target == "/lines" ? Conversation::kLines : conversation_of(target);
}

const char* name_of(Conversation conversation) {
  switch (conversation) {
    case Conversation::kRoom:
      return "room";
    case Conversation::kGame:
      return "game";
    case Conversation::kLines:
      return "lines";
    case Conversation::kEcho:
      break;
  }
  return "echo";
}

std::string WebSocketPlan::target_of(std::uint32_t connection) const {
  if (conversation != Conversation::kRoom || rooms == 1) return target;
  return fmt::format("{}-{}", target, connection % static_cast<std::uint32_t>(rooms));
}

Nanoseconds least_lead_in(const WebSocketPlan& plan) {
  constexpr int kTicksToLearn = 4;
  if (plan.conversation != Conversation::kGame) return Nanoseconds(0);
  return Nanoseconds(seconds(kTicksToLearn)) / ticks_per_second(plan.target).value_or(1);
}

namespace {

void check_game(const WebSocketPlan& plan, std::vector<std::string>& problems) {
  if (!ticks_per_second(plan.target)) {
    problems.push_back(fmt::format(
        "target: {} is no game; write /ws/game?hz=20, with 1 to 120 ticks a second", plan.target));
  } else if (plan.lead_in < least_lead_in(plan)) {
    problems.push_back(fmt::format("lead_in: {} is too short to learn the game's clock; at least 4 ticks, {}",
                                   human(plan.lead_in), human(least_lead_in(plan))));
  }
  if (!plan.schedule)
    problems.emplace_back("rate: is missing; a game has no closed loop, say how many steps are due a second");
}

}  // namespace

Result<void> validate(const WebSocketPlan& plan) {
  std::vector<std::string> problems;
  if (plan.conversation == Conversation::kGame) check_game(plan, problems);
  if (plan.port == 0) problems.emplace_back("port: 0 is not a port; name the server's port");
  if (plan.connections < 1)
    problems.push_back(fmt::format("connections: {} must be at least 1", plan.connections));
  if (plan.rooms < 1 || plan.rooms > std::max(plan.connections, 1)) {
    problems.push_back(fmt::format("rooms: {} must be at least 1 and at most the {} connections", plan.rooms,
                                   plan.connections));
  }
  if (plan.rooms > 1 && plan.conversation != Conversation::kRoom)
    problems.push_back(
        fmt::format("rooms: {}, but {} has none; take /ws/room/NAME", plan.rooms, plan.target));
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
  if (plan.schedule && plan.schedule->at_once < 1)
    problems.push_back(fmt::format("at_once: {} must be at least 1", plan.schedule->at_once));
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
