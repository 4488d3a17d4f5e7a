#pragma once
// Echo: every message must come back once, on its connection, in order, as the same text. Lines: the same of
// what acknowledges each. Pure; see WebSocketTraffic. Threading: the load thread's.
#include <deque>
#include <vector>

#include "harness/stream/message_text.hpp"
#include "harness/stream/message_tracker.hpp"
#include "harness/stream/websocket_plan.hpp"
#include "harness/stream/websocket_traffic.hpp"

namespace harness::stream {

class WebSocketEcho final : public WebSocketTraffic {
 public:
  explicit WebSocketEcho(const WebSocketPlan& plan);

  void due(std::uint32_t connection, Instant intended) override;
  bool next(std::uint32_t connection, std::string& text, Instant at) override;
  void received(std::uint32_t connection, std::string_view payload, bool is_text, Instant at) override;
  void ended(std::uint32_t connection, bool while_writing, Instant at) override;
  void expire(Instant now) override;
  [[nodiscard]] bool idle(std::uint32_t connection) const override;
  void close_books() override;
  void fill(WebSocketResult& result) const override;

 private:
  struct Line {
    MessageTracker tracker;
    std::deque<Instant> waiting;  ///< due and not sent: when they were intended
    bool open = true;
  };
  void write(std::string& text, const EchoHead& head, Nanoseconds intended) const;
  void write_answer(std::string& text, const EchoHead& head, Nanoseconds intended) const;
  [[nodiscard]] std::optional<EchoHead> read(std::string_view payload) const;
  void judge(std::uint32_t connection, const MessageTracker::Message& message, std::string_view payload,
             bool is_text, Instant at);
  void never_send(Line& line);

  const WebSocketPlan& plan_;
  std::vector<Line> lines_;
  std::string expected_;
  std::uint64_t misdirected_ = 0;  ///< answers to another connection's message: strangers
  std::uint64_t unreadable_ = 0;
};

}  // namespace harness::stream
