// Several rooms in one load, without sockets: what is said in one is for its members only.
#include "harness/stream/websocket_room.hpp"

#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace harness::stream {
namespace {

/// Six connections in two rooms: 0, 2 and 4 are in room 0, the others in room 1. Three messages, from 0, 1
/// and 2.
class TwoRooms : public testing::Test {
 protected:
  TwoRooms() {
    plan_.conversation = Conversation::kRoom;
    plan_.target = "/ws/room/a";
    plan_.connections = 6;
    plan_.rooms = 2;
    plan_.schedule = load::ScheduleSpec{};
    room_.emplace(plan_);
    room_->start(Instant{}, {Instant{}, Instant{seconds(1)}, Instant{seconds(2)}});
    for (std::uint32_t connection = 0; connection < 3; ++connection) {
      const Instant at{milliseconds(connection)};
      room_->due(connection, at);
      EXPECT_TRUE(room_->next(connection, text_[connection], at));
    }
  }

  /// What its room makes of a message.
  void hear(std::uint32_t connection, const std::string& text, int from, int position) {
    const std::size_t after_id = text.find(",\"ts\"");
    const std::string delivery = fmt::format(R"({{"f":{},{},"n":{}{})", from, text.substr(1, after_id - 1),
                                             position, text.substr(after_id));
    room_->received(connection, delivery, true, Instant{milliseconds(10)});
  }
  void everybody_hears_what_is_said_in_their_room() {
    for (const std::uint32_t member : {0U, 2U, 4U}) {
      hear(member, text_[0], 1, 1);
      hear(member, text_[2], 2, 2);
    }
    for (const std::uint32_t member : {1U, 3U, 5U}) hear(member, text_[1], 1, 1);
  }
  WebSocketResult result() {
    room_->close_books();
    WebSocketResult result;
    room_->fill(result);
    result.ledger = room_->recorder().ledger();
    return result;
  }

  WebSocketPlan plan_;
  std::optional<WebSocketRoom> room_;
  std::string text_[3];
};

TEST_F(TwoRooms, AMessageIsForTheMembersOfItsRoomOnly) {
  everybody_hears_what_is_said_in_their_room();
  EXPECT_TRUE(room_->settled());
  const WebSocketResult seen = result();
  EXPECT_EQ(seen.ledger, (MessageLedger{.scheduled = 9, .answered = 9}));
  EXPECT_EQ(seen.fan_out->messages_sent, 3U);
  EXPECT_EQ(seen.fan_out->messages_complete, 3U);
  EXPECT_EQ(seen.fan_out->counts, (FanoutCounts{.deliveries = 9}));
}

/// Room 1 has sent one message, so the second of room 0 is unknown there; its first has another time.
TEST_F(TwoRooms, WhatIsHeardInAnotherRoomIsAStrangerOrAWrongAnswer) {
  hear(3, text_[2], 2, 2);
  hear(3, text_[0], 1, 1);
  const WebSocketResult seen = result();
  EXPECT_EQ(seen.fan_out->counts.strangers, 1U);
  EXPECT_EQ(seen.ledger.wrong_answer, 1U);
  EXPECT_EQ(seen.ledger.in_flight_at_end, 8U);
}

TEST_F(TwoRooms, AMemberThatLeavesIsMissedInItsRoomOnly) {
  room_->ended(4, false, Instant{milliseconds(5)});
  const WebSocketResult seen = result();
  EXPECT_EQ(seen.ledger, (MessageLedger{.scheduled = 9, .cut_off = 2, .in_flight_at_end = 7}));
}

TEST_F(TwoRooms, EachRoomMissesItsOwnDeliveries) {
  everybody_hears_what_is_said_in_their_room();
  room_->due(1, Instant{milliseconds(20)});
  std::string text;
  ASSERT_TRUE(room_->next(1, text, Instant{milliseconds(20)}));
  hear(1, text, 1, 2);
  room_->expire(Instant{milliseconds(20)} + plan_.timeout);
  EXPECT_EQ(room_->recorder().first_problem(), "message 1 of room 1: 2 of 3 deliveries missing after 10 s");
  EXPECT_EQ(result().ledger, (MessageLedger{.scheduled = 12, .answered = 10, .lost = 2}));
}

TEST(SeveralRooms, AreAsLargeAsCanBeAndHaveTargetsOfTheirOwn) {
  WebSocketPlan plan;
  plan.conversation = Conversation::kRoom;
  plan.target = "/ws/room/a";
  plan.connections = 5;
  plan.rooms = 2;
  EXPECT_EQ(plan.target_of(0), "/ws/room/a-0");
  EXPECT_EQ(plan.target_of(3), "/ws/room/a-1");
  plan.schedule = load::ScheduleSpec{};
  WebSocketRoom room(plan);
  room.start(Instant{}, {Instant{}, Instant{seconds(1)}, Instant{seconds(2)}});
  room.due(0, Instant{});
  EXPECT_EQ(room.recorder().ledger().scheduled, 3U);
  room.due(1, Instant{});
  EXPECT_EQ(room.recorder().ledger().scheduled, 5U);
  plan.rooms = 1;
  EXPECT_EQ(plan.target_of(3), "/ws/room/a");
}

}  // namespace
}  // namespace harness::stream
