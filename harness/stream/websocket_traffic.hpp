#pragma once
// What a WebSocket load says and how it judges what it hears: the part that differs between echo, room and
// game. Knows no sockets: it is told the times, renders texts and reads texts, so tests and fuzzers can drive
// it. Threading: the load thread's.
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "harness/base/clock.hpp"
#include "harness/stream/message_recorder.hpp"
#include "harness/stream/websocket_plan.hpp"
#include "harness/stream/websocket_result.hpp"

namespace harness::stream {

class WebSocketTraffic {
 public:
  explicit WebSocketTraffic(bool open_loop) : recorder_(open_loop) {}
  virtual ~WebSocketTraffic() = default;

  void start(Instant load_starts, const load::Window& window) {
    load_starts_ = load_starts;
    recorder_.measure(window);
  }
  /// A message is due on this connection; it waits there. In a closed loop it is intended when it is sent.
  virtual void due(std::uint32_t connection, Instant intended) = 0;
  /// Renders the message that waits longest there and counts it as sent; false when there is none.
  virtual bool next(std::uint32_t connection, std::string& text, Instant at) = 0;
  virtual void received(std::uint32_t connection, std::string_view payload, bool is_text, Instant at) = 0;
  virtual void ended(std::uint32_t connection, bool while_writing, Instant at) = 0;
  virtual void expire(Instant now) = 0;  ///< what was sent a timeout ago is lost
  /// Closed loop: its last message is answered or lost, and the next may be due.
  [[nodiscard]] virtual bool idle(std::uint32_t connection) const = 0;
  virtual void close_books() = 0;  ///< the load is over: every counted message gets its fate
  /// What it knows beside the recorder, or better.
  virtual void fill(WebSocketResult& result) const = 0;

  /// Everything that counts has its fate: the load may end.
  [[nodiscard]] virtual bool settled() const { return recorder_.unanswered() == 0; }
  [[nodiscard]] MessageRecorder& recorder() { return recorder_; }

 protected:
  MessageRecorder recorder_;
  Instant load_starts_;
};

/// That of the plan's conversation; `plan` must outlive it.
[[nodiscard]] std::unique_ptr<WebSocketTraffic> traffic_for(const WebSocketPlan& plan);

}  // namespace harness::stream
