#include "harness/stream/websocket_room.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "harness/stream/message_text.hpp"

namespace harness::stream {

WebSocketRoom::WebSocketRoom(const WebSocketPlan& plan)
    : WebSocketTraffic(plan.schedule.has_value()),
      plan_(plan),
      lines_(static_cast<std::size_t>(plan.connections)) {
  // Room r has the connections r, r + rooms, r + 2 · rooms, …
  for (int room = 0; room < plan.rooms; ++room) {
    rooms_.emplace_back(static_cast<std::uint32_t>((plan.connections - room + plan.rooms - 1) / plan.rooms));
  }
}

void WebSocketRoom::due(std::uint32_t connection, Instant intended) {
  Line& line = lines_[connection];
  // Nobody left: the message was due all the same, and must not vanish from the ledger.
  const std::uint32_t deliveries = std::max(1U, room_of(connection).open_members());
  if (plan_.schedule) recorder_.scheduled(intended, deliveries);
  line.waiting.push_back({intended, deliveries});
  if (!line.open) never_send(line);
}

bool WebSocketRoom::next(std::uint32_t connection, std::string& text, Instant at) {
  Line& line = lines_[connection];
  if (line.waiting.empty()) return false;
  const auto [due, deliveries] = line.waiting.front();
  const Instant intended = plan_.schedule ? due : at;
  line.waiting.pop_front();
  if (!plan_.schedule) recorder_.scheduled(intended, deliveries);
  FanoutTracker& room = room_of(connection);
  const std::uint32_t gone = deliveries - room.open_members();
  if (gone > 0) recorder_.failed(intended, at, MessageFate::kCutOff, gone);
  const std::uint64_t id = room.sent(member_of(connection), intended, at);
  ++line.away;
  recorder_.sent(intended, at);
  fan_out_.messages_sent += recorder_.window().counts(intended) ? 1U : 0U;
  write_room(text, id, intended - load_starts_, plan_.message_bytes);
  recorder_.moved(0, text.size(), at);
  return true;
}

void WebSocketRoom::received(std::uint32_t connection, std::string_view payload, bool is_text, Instant at) {
  recorder_.moved(payload.size(), 0, at);
  const auto delivery = read_delivery(payload);
  if (!delivery) {
    ++unreadable_;
    return recorder_.explain(
        fmt::format("member {} got {} bytes that are no message of the room", connection, payload.size()));
  }
  const std::uint32_t member = member_of(connection);
  const auto [arrival, message] = room_of(connection).delivered(member, *delivery, at);
  switch (arrival) {
    case FanoutTracker::Arrival::kDelivery:
      if (message.sender == member) --lines_[connection].away;
      return judge(message, *delivery, is_text, at);
    case FanoutTracker::Arrival::kLate:
      return;
    case FanoutTracker::Arrival::kDuplicate:
      return recorder_.explain(fmt::format("member {} got message {} twice", connection, delivery->id));
    case FanoutTracker::Arrival::kStranger:
      return recorder_.explain(
          fmt::format("member {} got message {}, which nobody sent", connection, delivery->id));
  }
}

void WebSocketRoom::judge(const FanoutTracker::Message& message, const RoomDelivery& delivery, bool is_text,
                          Instant at) {
  const Nanoseconds intended = message.intended - load_starts_;
  const bool right = is_text && delivery.intended_ns == static_cast<std::uint64_t>(intended.count()) &&
                     is_padding_of(message.id, intended, plan_.message_bytes, delivery.padding);
  if (right) {
    recorder_.answered({message.intended, message.sent, at});
  } else {
    recorder_.failed(message.intended, at, MessageFate::kWrongAnswer);
    recorder_.explain(fmt::format("message {} of the room came back changed", message.id));
  }
  if (message.missing() > 0 || !message.whole || !recorder_.window().counts(message.intended)) return;
  ++fan_out_.messages_complete;
  fan_out_.skew.record(message.last - message.first);
  fan_out_.slowest.record(message.last - message.intended);
}

void WebSocketRoom::ended(std::uint32_t connection, bool while_writing, Instant at) {
  Line& line = lines_[connection];
  line.open = false;
  // Whether a message that was being written has left is seen by whether it reaches the others.
  static_cast<void>(while_writing);
  room_of(connection).left(member_of(connection), [&](const FanoutTracker::Message& message) {
    recorder_.failed(message.intended, at, MessageFate::kCutOff);
  });
  never_send(line);
}

void WebSocketRoom::never_send(Line& line) {
  for (const auto& [intended, deliveries] : line.waiting) {
    if (plan_.schedule) recorder_.never_sent(intended, deliveries);
  }
  line.waiting.clear();
}

void WebSocketRoom::expire(Instant now) {
  for (std::size_t room = 0; room < rooms_.size(); ++room) {
    while (const auto message = rooms_[room].give_up(now - plan_.timeout)) {
      if (!message->came_back) --line_of(room, message->sender).away;
      recorder_.failed(message->intended, now, MessageFate::kLost, message->missing());
      recorder_.explain(fmt::format("message {} of {}: {} of {} deliveries missing after {}", message->id,
                                    name_of(room), message->missing(), message->expected,
                                    human(plan_.timeout)));
    }
  }
}

bool WebSocketRoom::idle(std::uint32_t connection) const {
  const Line& line = lines_[connection];
  return line.open && line.waiting.empty() && line.away == 0;
}

void WebSocketRoom::close_books() {
  for (FanoutTracker& room : rooms_) {
    while (const auto message = room.give_up(Instant{Nanoseconds::max()})) {
      recorder_.unresolved(message->intended, message->missing());
    }
  }
  for (Line& line : lines_) never_send(line);
}

std::string WebSocketRoom::name_of(std::size_t room) const {
  return rooms_.size() == 1 ? "the room" : fmt::format("room {}", room);
}

void WebSocketRoom::fill(WebSocketResult& result) const {
  result.fan_out = fan_out_;
  for (const FanoutTracker& room : rooms_) result.fan_out->counts.merge(room.counts());
  result.unreadable = unreadable_;
}

}  // namespace harness::stream
