#include "harness/stream/message_fanout.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace harness::stream {
namespace {

using Arrival = FanoutTracker::Arrival;

Instant at(int ms) {
  return {milliseconds(ms)};
}

constexpr std::uint32_t kMembers = 3;

/// Member m sends message i = m, …: sent at i ms.
FanoutTracker room_with(int messages) {
  FanoutTracker room(kMembers);
  for (int i = 0; i < messages; ++i) room.sent(static_cast<std::uint32_t>(i) % kMembers, at(i), at(i));
  return room;
}

/// As an honest room would: names are 100 + member, positions count from 1.
FanoutTracker::Delivered deliver(FanoutTracker& room, std::uint32_t member, std::uint64_t id, Instant when,
                                 std::uint64_t position) {
  return room.delivered(member, {100 + id % kMembers, id, position, 0, ""}, when);
}

TEST(FanoutTracker, KnowsWhenAMessageHasReachedEveryoneAndHowLongThatTook) {
  FanoutTracker room = room_with(1);
  EXPECT_EQ(deliver(room, 2, 0, at(5), 1).message.missing(), 2U);
  EXPECT_FALSE(deliver(room, 1, 0, at(6), 1).message.came_back);
  const auto last = deliver(room, 0, 0, at(9), 1);
  EXPECT_EQ(last.arrival, Arrival::kDelivery);
  EXPECT_EQ(last.message.missing(), 0U);
  EXPECT_TRUE(last.message.came_back);
  EXPECT_TRUE(last.message.whole);
  EXPECT_EQ(last.message.last - last.message.first, milliseconds(4));
  EXPECT_EQ(room.give_up(at(1000)), std::nullopt);
  EXPECT_EQ(room.counts(), (FanoutCounts{.deliveries = 3}));
  EXPECT_TRUE(room.counts().equal_order());
}

TEST(FanoutTracker, SaysHowManyDeliveriesAreMissingWhenItGivesUp) {
  FanoutTracker room = room_with(2);
  deliver(room, 0, 0, at(5), 1);
  EXPECT_EQ(room.give_up(at(-1)), std::nullopt);
  const auto message = room.give_up(at(0));
  ASSERT_TRUE(message);
  EXPECT_EQ(message->id, 0U);
  EXPECT_EQ(message->missing(), 2U);
  EXPECT_EQ(room.give_up(at(0)), std::nullopt);
  EXPECT_EQ(deliver(room, 1, 0, at(9), 1).arrival, Arrival::kLate);
  EXPECT_EQ(deliver(room, 1, 0, at(9), 1).arrival, Arrival::kDuplicate);
  EXPECT_EQ(room.counts(), (FanoutCounts{.deliveries = 1, .late = 1, .duplicated = 1}));
}

TEST(FanoutTracker, AMessageNobodySentIsAStranger) {
  FanoutTracker room = room_with(1);
  EXPECT_EQ(deliver(room, 0, 1, at(5), 1).arrival, Arrival::kStranger);
  EXPECT_EQ(room.counts(), (FanoutCounts{.strangers = 1}));
}

TEST(FanoutTracker, APositionThatIsSkippedIsAGapAtThatMember) {
  FanoutTracker room = room_with(3);
  for (const std::uint64_t id : {0U, 1U, 2U}) deliver(room, 0, id, at(9), 10 + id);
  deliver(room, 1, 0, at(9), 10);
  deliver(room, 1, 2, at(9), 12);
  EXPECT_EQ(room.counts(), (FanoutCounts{.deliveries = 5, .order_gaps = 1}));
  deliver(room, 1, 1, at(9), 11);
  EXPECT_EQ(room.counts(), (FanoutCounts{.deliveries = 6, .order_gaps = 1, .order_backwards = 1}));
}

/// Each member's positions are gap-free, and yet they saw two orders.
TEST(FanoutTracker, MembersThatSawDifferentOrdersDisagree) {
  FanoutTracker room = room_with(2);
  deliver(room, 0, 0, at(5), 1);
  deliver(room, 0, 1, at(5), 2);
  deliver(room, 1, 1, at(5), 1);
  deliver(room, 1, 0, at(5), 2);
  EXPECT_EQ(room.counts(), (FanoutCounts{.deliveries = 4, .order_disagreements = 2}));
  EXPECT_FALSE(room.counts().equal_order());
}

TEST(FanoutTracker, ADuplicateIsNotAlsoDisorder) {
  FanoutTracker room = room_with(2);
  deliver(room, 0, 0, at(5), 1);
  deliver(room, 0, 0, at(5), 1);
  deliver(room, 0, 0, at(5), 2);  // a server that numbers the second copy
  deliver(room, 0, 1, at(5), 3);
  EXPECT_EQ(room.counts(), (FanoutCounts{.deliveries = 2, .duplicated = 2}));
}

TEST(FanoutTracker, ASenderHasOneNameAndANameOneSender) {
  FanoutTracker room = room_with(6);
  room.delivered(0, {100, 0, 1, 0, ""}, at(9));
  room.delivered(0, {100, 1, 2, 0, ""}, at(9));  // the name of member 0
  room.delivered(0, {102, 2, 3, 0, ""}, at(9));
  room.delivered(0, {107, 3, 4, 0, ""}, at(9));  // member 0 was 100
  EXPECT_EQ(room.counts().wrong_senders, 2U);
}

TEST(FanoutTracker, AMemberThatLeavesIsOwedWhatWasSentBeforeAndNothingAfter) {
  FanoutTracker room = room_with(3);
  for (const std::uint64_t id : {0U, 1U}) {
    for (const std::uint32_t member : {0U, 1U}) deliver(room, member, id, at(9), 1 + id);
  }
  deliver(room, 2, 0, at(9), 1);
  std::vector<std::uint64_t> cut;
  room.left(2, [&](const FanoutTracker::Message& message) { cut.push_back(message.id); });
  EXPECT_EQ(cut, (std::vector<std::uint64_t>{1, 2}));
  EXPECT_EQ(room.open_members(), 2U);
  // Message 1 had reached everyone else, so only 2 is still under way, to two members.
  const auto message = room.give_up(at(100));
  EXPECT_EQ(message->id, 2U);
  EXPECT_EQ(message->missing(), 2U);
  EXPECT_FALSE(message->whole);
  room.sent(0, at(50), at(50));
  EXPECT_EQ(room.give_up(at(100))->expected, 2U);
}

TEST(FanoutTracker, KeepsWhatIsInFlightWhileItGrows) {
  FanoutTracker room = room_with(3);
  for (const std::uint32_t member : {0U, 1U, 2U}) deliver(room, member, 0, at(9), 1);
  for (int i = 3; i < 100; ++i) room.sent(0, at(i), at(i));
  for (std::uint64_t id = 1; id < 100; ++id) {
    const auto message = room.give_up(at(1000));
    ASSERT_TRUE(message);
    ASSERT_EQ(message->id, id);
    ASSERT_EQ(message->sent, at(static_cast<int>(id)));
  }
}

}  // namespace
}  // namespace harness::stream
