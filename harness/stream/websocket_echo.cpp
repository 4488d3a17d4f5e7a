#include "harness/stream/websocket_echo.hpp"

#include <fmt/format.h>

namespace harness::stream {

WebSocketEcho::WebSocketEcho(const WebSocketPlan& plan)
    : WebSocketTraffic(plan.schedule.has_value()),
      plan_(plan),
      lines_(static_cast<std::size_t>(plan.connections)) {}

void WebSocketEcho::due(std::uint32_t connection, Instant intended) {
  Line& line = lines_[connection];
  if (plan_.schedule) recorder_.scheduled(intended);
  line.waiting.push_back(intended);
  if (!line.open) never_send(line);
}

bool WebSocketEcho::next(std::uint32_t connection, std::string& text, Instant at) {
  Line& line = lines_[connection];
  if (line.waiting.empty()) return false;
  const Instant intended = plan_.schedule ? line.waiting.front() : at;
  line.waiting.pop_front();
  if (!plan_.schedule) recorder_.scheduled(intended);
  const std::uint64_t id = line.tracker.sent(intended, at);
  recorder_.sent(intended, at);
  write(text, {connection, id}, intended - load_starts_);
  recorder_.moved(0, text.size(), at);
  return true;
}

void WebSocketEcho::write(std::string& text, const EchoHead& head, Nanoseconds intended) const {
  if (plan_.conversation == Conversation::kLines)
    return write_line(text, head, lines_.size(), plan_.message_bytes);
  write_echo(text, head, intended, plan_.message_bytes);
}

void WebSocketEcho::write_answer(std::string& text, const EchoHead& head, Nanoseconds intended) const {
  if (plan_.conversation == Conversation::kLines) return write_acknowledgement(text, head, lines_.size());
  write(text, head, intended);
}

std::optional<EchoHead> WebSocketEcho::read(std::string_view payload) const {
  if (plan_.conversation == Conversation::kLines) return read_acknowledgement(payload, lines_.size());
  return read_echo(payload);
}

void WebSocketEcho::received(std::uint32_t connection, std::string_view payload, bool is_text, Instant at) {
  recorder_.moved(payload.size(), 0, at);
  const auto head = read(payload);
  if (!head) {
    ++unreadable_;
    return recorder_.explain(
        fmt::format("connection {} got {} bytes that are no answer", connection, payload.size()));
  }
  if (head->connection != connection) {
    ++misdirected_;
    return recorder_.explain(
        fmt::format("connection {} got message {} of connection {}", connection, head->id, head->connection));
  }
  const auto [arrival, message] = lines_[connection].tracker.received(head->id);
  switch (arrival) {
    case MessageTracker::Arrival::kAnswer:
      return judge(connection, message, payload, is_text, at);
    case MessageTracker::Arrival::kLate:
      return;  // it was explained when it was given up
    case MessageTracker::Arrival::kDuplicate:
      return recorder_.explain(fmt::format("message {} of connection {} came twice", head->id, connection));
    case MessageTracker::Arrival::kStranger:
      return recorder_.explain(
          fmt::format("connection {} got message {}, which it did not send", connection, head->id));
  }
}

void WebSocketEcho::judge(std::uint32_t connection, const MessageTracker::Message& message,
                          std::string_view payload, bool is_text, Instant at) {
  write_answer(expected_, {connection, message.id}, message.intended - load_starts_);
  if (is_text && payload == expected_) return recorder_.answered({message.intended, message.sent, at});
  recorder_.failed(message.intended, at, MessageFate::kWrongAnswer);
  recorder_.explain(fmt::format("message {} of connection {} came back {}", message.id, connection,
                                is_text ? "changed" : "as a binary message"));
}

void WebSocketEcho::ended(std::uint32_t connection, bool while_writing, Instant at) {
  Line& line = lines_[connection];
  line.open = false;
  const std::uint64_t last = line.tracker.next_id() - 1;
  while (const auto message = line.tracker.cut_off()) {
    const bool unsent = while_writing && message->id == last;
    recorder_.failed(message->intended, at, unsent ? MessageFate::kSendFailed : MessageFate::kCutOff);
  }
  never_send(line);
}

void WebSocketEcho::never_send(Line& line) {
  for (const Instant intended : line.waiting) {
    if (plan_.schedule) recorder_.never_sent(intended);
  }
  line.waiting.clear();
}

void WebSocketEcho::expire(Instant now) {
  for (std::uint32_t i = 0; i < lines_.size(); ++i) {
    while (const auto message = lines_[i].tracker.expire(now - plan_.timeout)) {
      recorder_.failed(message->intended, now, MessageFate::kLost);
      recorder_.explain(fmt::format("message {} of connection {}: no answer within {}", message->id, i,
                                    human(plan_.timeout)));
    }
  }
}

bool WebSocketEcho::idle(std::uint32_t connection) const {
  const Line& line = lines_[connection];
  return line.open && line.waiting.empty() && line.tracker.in_flight() == 0;
}

void WebSocketEcho::close_books() {
  for (Line& line : lines_) {
    while (const auto message = line.tracker.abandon()) recorder_.unresolved(message->intended);
    never_send(line);
  }
}

void WebSocketEcho::fill(WebSocketResult& result) const {
  for (const Line& line : lines_) result.counts.merge(line.tracker.counts());
  result.counts.strangers += misdirected_;
  result.unreadable = unreadable_;
}

}  // namespace harness::stream
