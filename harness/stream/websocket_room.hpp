#pragma once
// Rooms: every message must reach every member of its room once, and all of them must see one order. The unit
// of the ledger and of the histograms is a delivery; lateness is per message. What is said in one room and
// heard in another is a stranger there, or a wrong answer: it has another time. Pure; see WebSocketTraffic.
// Threading: the load thread's.
#include <deque>
#include <vector>

#include "harness/stream/message_fanout.hpp"
#include "harness/stream/websocket_plan.hpp"
#include "harness/stream/websocket_traffic.hpp"

namespace harness::stream {

class WebSocketRoom final : public WebSocketTraffic {
 public:
  explicit WebSocketRoom(const WebSocketPlan& plan);

  void due(std::uint32_t connection, Instant intended) override;
  bool next(std::uint32_t connection, std::string& text, Instant at) override;
  void received(std::uint32_t connection, std::string_view payload, bool is_text, Instant at) override;
  void ended(std::uint32_t connection, bool while_writing, Instant at) override;
  void expire(Instant now) override;
  [[nodiscard]] bool idle(std::uint32_t connection) const override;
  void close_books() override;
  void fill(WebSocketResult& result) const override;

 private:
  struct Waiting {
    Instant intended;
    std::uint32_t deliveries = 0;  ///< scheduled for it
  };
  struct Line {
    std::deque<Waiting> waiting;
    std::uint64_t away = 0;  ///< its messages that have not come back to it
    bool open = true;
  };
  [[nodiscard]] FanoutTracker& room_of(std::uint32_t connection) {
    return rooms_[connection % rooms_.size()];
  }
  /// Which of its room's members it is.
  [[nodiscard]] std::uint32_t member_of(std::uint32_t connection) const {
    return connection / static_cast<std::uint32_t>(rooms_.size());
  }
  [[nodiscard]] Line& line_of(std::size_t room, std::uint32_t member) {
    return lines_[member * rooms_.size() + room];
  }
  [[nodiscard]] std::string name_of(std::size_t room) const;
  void judge(const FanoutTracker::Message& message, const RoomDelivery& delivery, bool is_text, Instant at);
  void never_send(Line& line);

  const WebSocketPlan& plan_;
  std::vector<FanoutTracker> rooms_;
  std::vector<Line> lines_;
  FanoutResult fan_out_;
  std::uint64_t unreadable_ = 0;
};

}  // namespace harness::stream
