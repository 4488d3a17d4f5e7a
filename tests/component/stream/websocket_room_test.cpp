// The room client against rooms that do exactly one thing wrong: it must see exactly that.
#include <chrono>

#include "websocket_server.hpp"
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/stream/websocket_load.hpp"

namespace harness::stream {
namespace {

using test::WebSocketPeer;
using test::WebSocketServer;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

/// Message k of the room is sent by member k mod 4. Those from 20 to 219 are inside the window: 200 messages,
/// 800 deliveries.
WebSocketPlan room_plan(std::uint16_t port) {
  WebSocketPlan plan;
  plan.port = port;
  plan.target = "/ws/room/a";
  plan.conversation = Conversation::kRoom;
  plan.connections = 4;
  plan.schedule = load::ScheduleSpec{.rate = {400}};
  plan.lead_in = milliseconds(50);
  plan.duration = milliseconds(500);
  plan.timeout = seconds(2);
  plan.drain = seconds(3);
  return plan;
}

/// What the contract's room makes of a message.
std::string delivery(int from, const std::string& text, std::uint64_t position) {
  const std::size_t after_id = text.find(",\"ts\"");
  return fmt::format(R"({{"f":{},{},"n":{}{})", from, text.substr(1, after_id - 1), position,
                     text.substr(after_id));
}

/// Hands message `n` of the room, as it must be, to each member; the exception is called instead for its one.
class Room {
 public:
  using Exception = std::function<void(const std::vector<WebSocketPeer*>& members, int member,
                                       const std::string& right, std::uint64_t n)>;
  explicit Room(Exception exception = nullptr)
      : exception_(std::move(exception)),
        server_([this](WebSocketPeer& peer, const std::string& text, int) { broadcast(peer, text); }) {}

  [[nodiscard]] std::uint16_t port() const { return server_.port(); }

 private:
  void broadcast(const WebSocketPeer& from, const std::string& text) {
    const auto members = server_.peers();
    const std::uint64_t n = next_++;
    for (int member = 0; member < 4; ++member) {
      const std::string right = delivery(70 + from.number(), text, n);
      if (exception_) {
        exception_(members, member, right, n);
      } else {
        members[static_cast<std::size_t>(member)]->send(right);
      }
    }
  }
  std::uint64_t next_ = 0;
  Exception exception_;
  WebSocketServer server_;
};

/// Calls `wrong` for message 100 at member 3, and does right otherwise.
Room::Exception once(std::function<void(WebSocketPeer&, const std::string& right)> wrong) {
  return [wrong](const auto& members, int member, const std::string& right, std::uint64_t n) {
    WebSocketPeer& peer = *members[static_cast<std::size_t>(member)];
    n == 100 && member == 3 ? wrong(peer, right) : peer.send(right);
  };
}

void expect_all_answered(const WebSocketResult& result) {
  EXPECT_EQ(result.ledger, (MessageLedger{.scheduled = 800, .answered = 800})) << result.first_problem;
  EXPECT_EQ(result.fan_out->messages_complete, 200U);
  EXPECT_DOUBLE_EQ(*result.completeness(), 1);
}

/// The rest of the counts, deliveries of the whole load aside.
FanoutCounts wrong_in(const WebSocketResult& result) {
  FanoutCounts counts = result.fan_out->counts;
  counts.deliveries = 0;
  return counts;
}

TEST(WebSocketRoom, AnHonestRoomReachesEveryoneInOneOrder) {
  Room room;
  const auto result = run(room_plan(room.port()));
  ASSERT_TRUE(result) << result.error().message;
  expect_all_answered(*result);
  EXPECT_EQ(wrong_in(*result), FanoutCounts{});
  EXPECT_TRUE(result->fan_out->counts.equal_order());
  EXPECT_EQ(result->fan_out->messages_sent, 200U);
  EXPECT_EQ(result->fan_out->skew.count(), 200U);
  EXPECT_EQ(result->open_loop->response.count(), 800U);
  EXPECT_EQ(result->open_loop->lateness.count(), 200U);
  EXPECT_EQ(result->first_problem, "");
}

TEST(WebSocketRoom, AClosedLoopSendsAgainWhenTheMessageHasComeBack) {
  Room room;
  WebSocketPlan plan = room_plan(room.port());
  plan.schedule.reset();
  plan.duration = milliseconds(200);
  const auto result = run(plan);
  ASSERT_TRUE(result);
  EXPECT_GT(result->fan_out->messages_sent, 20U);
  EXPECT_EQ(result->ledger.scheduled, 4 * result->fan_out->messages_sent);
  EXPECT_EQ(result->ledger.answered, result->ledger.scheduled);
  EXPECT_EQ(wrong_in(*result), FanoutCounts{});
}

TEST(WebSocketRoom, SeesTheOneDeliveryThatIsMissing) {
  Room room(once([](WebSocketPeer&, const std::string&) {}));
  const auto result = run(room_plan(room.port()));
  ASSERT_TRUE(result);
  EXPECT_EQ(result->ledger, (MessageLedger{.scheduled = 800, .answered = 799, .lost = 1}))
      << result->first_problem << "; in flight at the end " << result->ledger.in_flight_at_end << ", lost "
      << result->ledger.lost;
  EXPECT_EQ(wrong_in(*result), (FanoutCounts{.order_gaps = 1}));
  EXPECT_EQ(result->fan_out->messages_complete, 199U);
  EXPECT_DOUBLE_EQ(*result->completeness(), 799.0 / 800);
  EXPECT_EQ(result->first_problem, "message 100 of the room: 1 of 4 deliveries missing after 2 s");
}

TEST(WebSocketRoom, SeesTheOneDeliveryThatComesTwice) {
  Room room(once([](WebSocketPeer& peer, const std::string& right) {
    peer.send(right);
    peer.send(right);
  }));
  const auto result = run(room_plan(room.port()));
  ASSERT_TRUE(result);
  expect_all_answered(*result);
  EXPECT_EQ(wrong_in(*result), (FanoutCounts{.duplicated = 1}));
}

TEST(WebSocketRoom, SeesThatOneMemberGotTwoMessagesInAnotherOrder) {
  std::string held;
  Room room([&](const auto& members, int member, const std::string& right, std::uint64_t n) {
    WebSocketPeer& peer = *members[static_cast<std::size_t>(member)];
    if (member == 3 && n == 100) {
      held = right;
      return;
    }
    peer.send(right);
    if (member == 3 && n == 101) peer.send(held);
  });
  const auto result = run(room_plan(room.port()));
  ASSERT_TRUE(result);
  expect_all_answered(*result);
  EXPECT_EQ(wrong_in(*result), (FanoutCounts{.order_gaps = 1, .order_backwards = 1}));
}

TEST(WebSocketRoom, SeesAPositionTheRoomLeavesOut) {
  Room room([](const auto& members, int member, const std::string& right, std::uint64_t n) {
    std::string text = right;
    const std::string from = fmt::format("\"n\":{},", n);
    if (n >= 100) text.replace(text.find(from), from.size(), fmt::format("\"n\":{},", n + 1));
    members[static_cast<std::size_t>(member)]->send(text);
  });
  const auto result = run(room_plan(room.port()));
  ASSERT_TRUE(result);
  expect_all_answered(*result);
  EXPECT_EQ(wrong_in(*result), (FanoutCounts{.order_gaps = 4}));
}

TEST(WebSocketRoom, SeesAChangedDeliveryAStrangerAndAnotherSendersName) {
  Room room(once([](WebSocketPeer& peer, const std::string& right) {
    std::string changed = right;
    changed[changed.size() - 3] = 'X';
    changed[6] = '9';  // {"f":70: the sender's name becomes 79
    peer.send(changed);
    peer.send(R"({"f":70,"s":999999,"n":5,"ts":1,"p":""})");
    peer.send("{}");
  }));
  const auto result = run(room_plan(room.port()));
  ASSERT_TRUE(result);
  EXPECT_EQ(result->ledger, (MessageLedger{.scheduled = 800, .answered = 799, .wrong_answer = 1}));
  EXPECT_EQ(wrong_in(*result), (FanoutCounts{.strangers = 1, .wrong_senders = 1}));
  EXPECT_EQ(result->unreadable, 1U);
}

/// Sent by member 0, so that no other member waits for it.
/// Member 3 hears messages 100 to 123 only when message 124 comes: message 100 is 24/400 s late there.
TEST(WebSocketRoom, MeasuresHowMuchLaterTheLastMemberHearsAMessage) {
  const SteadyClock clock;
  std::vector<std::string> held;
  Instant begun;
  Nanoseconds held_for{0};
  Room room([&](const auto& members, int member, const std::string& right, std::uint64_t n) {
    WebSocketPeer& peer = *members[static_cast<std::size_t>(member)];
    if (n == 100 && member == 0) begun = clock.now();
    if (member == 3 && n >= 100 && n < 124) return held.push_back(right);
    if (member == 3 && n == 124) {
      held_for = clock.now() - begun;
      for (const std::string& text : held) peer.send(text);
    }
    peer.send(right);
  });
  const auto result = run(room_plan(room.port()));
  ASSERT_TRUE(result);
  expect_all_answered(*result);
  EXPECT_EQ(wrong_in(*result), FanoutCounts{});
  // One that stood still sends or hears the first and the last at one time.
  const Nanoseconds late = *result->open_loop->lateness.max();
  if (late > milliseconds(10)) GTEST_SKIP() << "MACHINE_NOISE: the client stood still for " << human(late);
  const Nanoseconds off = std::chrono::abs(held_for - milliseconds(60));
  if (off > milliseconds(10)) GTEST_SKIP() << "MACHINE_NOISE: the server's pace was off by " << human(off);
  EXPECT_GE(*result->fan_out->skew.max(), milliseconds(40));
  EXPECT_GE(*result->fan_out->slowest.max(), milliseconds(50));
}

/// From message 100 on, member 3 is gone: 80 messages reach 4 members, and the 90 of the others reach 3.
TEST(WebSocketRoom, AMemberThatIsClosedForBeingSlowIsCutOff) {
  Room room([](const auto& members, int member, const std::string& right, std::uint64_t n) {
    WebSocketPeer& peer = *members[static_cast<std::size_t>(member)];
    if (n < 100 || member != 3) return peer.send(right);
    if (n == 100) peer.close(1013);
  });
  const auto result = run(room_plan(room.port()));
  ASSERT_TRUE(result);
  EXPECT_THAT(result->endings.closed_by_peer, ElementsAre(Pair(1013, 1)));
  EXPECT_EQ(result->ledger.answered, 80U * 4 + 90U * 3);
  EXPECT_GE(result->ledger.cut_off, 1U);
  EXPECT_TRUE(result->ledger.balances());
  EXPECT_EQ(wrong_in(*result), FanoutCounts{});
  EXPECT_THAT(result->first_problem, HasSubstr("closed with 1013"));
}

}  // namespace
}  // namespace harness::stream
