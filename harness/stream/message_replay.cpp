#include "harness/stream/message_replay.hpp"

#include <algorithm>
#include <string>

#include "harness/stream/sse_tracker.hpp"
#include "harness/stream/websocket_traffic.hpp"

namespace harness::stream {
namespace {

constexpr std::uint32_t kConnections = 2;
constexpr int kMessagesEach = 32;
constexpr std::uint64_t kEvents = 64;

void send_all(WebSocketTraffic& traffic) {
  std::string text;
  for (int i = 0; i < kMessagesEach; ++i) {
    for (std::uint32_t connection = 0; connection < kConnections; ++connection) {
      traffic.due(connection, Instant{milliseconds(i)});
      static_cast<void>(traffic.next(connection, text, Instant{milliseconds(i)}));
    }
  }
}

}  // namespace

SseCounts judge_event_stream(std::string_view bytes) {
  SseTracker tracker(SseCadence{kEvents, {1000}});
  SseTimes times;
  const std::size_t part = bytes.empty() ? 1 : 1 + static_cast<unsigned char>(bytes.front());
  for (std::size_t from = std::min<std::size_t>(1, bytes.size()); from < bytes.size(); from += part) {
    tracker.feed(bytes.substr(from, part), Instant{milliseconds(from)}, times);
  }
  for (const SseEnding ending : {SseEnding::kToTheEnd, SseEnding::kEndedEarly, SseEnding::kStillRunning})
    HARNESS_ASSERT(tracker.ledger(ending).balances());
  return tracker.counts();
}

WebSocketResult judge_messages(Conversation conversation, std::string_view lines) {
  WebSocketPlan plan;
  plan.connections = kConnections;
  plan.conversation = conversation;
  plan.schedule = load::ScheduleSpec{};
  plan.target = "/ws/game?hz=20";
  const auto traffic = traffic_for(plan);
  traffic->start(Instant{}, {Instant{}, Instant{seconds(2)}, Instant{seconds(3)}});
  send_all(*traffic);
  bool open[kConnections] = {true, true};
  Instant now{seconds(1)};
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(std::min(lines.size(), line.size() + 1));
    if (line.empty()) continue;
    const auto head = static_cast<unsigned char>(line.front());
    const std::uint32_t connection = head & 1U;
    if (!open[connection]) continue;
    now = now + milliseconds(1);
    if ((head & 4U) != 0) {
      open[connection] = false;
      traffic->ended(connection, (head & 2U) != 0, now);
    } else {
      traffic->received(connection, line.substr(1), (head & 2U) != 0, now);
    }
  }
  traffic->expire(now + seconds(1) - plan.timeout);
  traffic->close_books();
  WebSocketResult result;
  traffic->fill(result);
  result.ledger = traffic->recorder().ledger();
  HARNESS_ASSERT(result.ledger.balances());
  HARNESS_ASSERT(traffic->recorder().unanswered() == 0);
  return result;
}

}  // namespace harness::stream
