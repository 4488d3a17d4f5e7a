#include "harness/stream/message_tracker.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace harness::stream {
namespace {

using Arrival = MessageTracker::Arrival;

Instant at(int ms) {
  return {milliseconds(ms)};
}

/// Messages 0, 1, … sent 1 ms apart, each due half a millisecond before.
MessageTracker sent(int count) {
  MessageTracker tracker;
  for (int i = 0; i < count; ++i) tracker.sent(at(i) - microseconds(500), at(i));
  return tracker;
}

TEST(MessageTracker, AnAnswerBringsBackWhenItWasIntendedAndSent) {
  MessageTracker tracker = sent(3);
  const auto answer = tracker.received(0);
  EXPECT_EQ(answer.arrival, Arrival::kAnswer);
  EXPECT_EQ(answer.message.sent, at(0));
  EXPECT_EQ(tracker.received(1).message.intended, at(1) - microseconds(500));
  EXPECT_EQ(tracker.in_flight(), 1U);
  EXPECT_EQ(tracker.oldest()->id, 2U);
  EXPECT_EQ(tracker.counts(), (MessageCounts{.sent = 3, .answered = 2}));
}

TEST(MessageTracker, ASecondAnswerIsADuplicateHoweverLate) {
  MessageTracker tracker = sent(1);
  EXPECT_EQ(tracker.received(0).arrival, Arrival::kAnswer);
  for (int i = 1; i <= 1000; ++i) tracker.received(tracker.sent(at(i), at(i)));
  EXPECT_EQ(tracker.received(0).arrival, Arrival::kDuplicate);
  EXPECT_EQ(tracker.counts(), (MessageCounts{.sent = 1001, .answered = 1001, .duplicated = 1}));
}

TEST(MessageTracker, AnIdThatWasNotSentYetIsAStranger) {
  MessageTracker tracker = sent(2);
  EXPECT_EQ(tracker.received(2).arrival, Arrival::kStranger);
  EXPECT_EQ(tracker.received(~std::uint64_t{0}).arrival, Arrival::kStranger);
  EXPECT_EQ(tracker.in_flight(), 2U);
  EXPECT_EQ(tracker.counts(), (MessageCounts{.sent = 2, .strangers = 2}));
}

/// RFC 4737: of 1 0 3 2 the 0 and the 2 are reordered; a duplicate never is.
TEST(MessageTracker, CountsWhatCameAfterALaterOneAsReordered) {
  MessageTracker tracker = sent(4);
  for (const std::uint64_t id : {1U, 0U, 3U, 2U, 0U}) tracker.received(id);
  EXPECT_EQ(tracker.counts(), (MessageCounts{.sent = 4, .answered = 4, .duplicated = 1, .reordered = 2}));
}

TEST(MessageTracker, AGapIsNotReorderingUntilItIsFilled) {
  MessageTracker tracker = sent(3);
  tracker.received(0);
  tracker.received(2);
  EXPECT_EQ(tracker.counts().reordered, 0U);
  EXPECT_EQ(tracker.oldest()->id, 1U);
}

TEST(MessageTracker, WhatIsOlderThanTheTimeoutIsLostAndLateIfItStillComes) {
  MessageTracker tracker = sent(3);
  tracker.received(1);
  EXPECT_EQ(tracker.expire(at(-1)), std::nullopt);
  const auto lost = tracker.expire(at(1));
  ASSERT_TRUE(lost);
  EXPECT_EQ(lost->id, 0U);
  EXPECT_FALSE(tracker.expire(at(1)));
  EXPECT_EQ(tracker.received(0).arrival, Arrival::kLate);
  EXPECT_EQ(tracker.received(0).arrival, Arrival::kDuplicate);
  EXPECT_EQ(tracker.counts(),
            (MessageCounts{.sent = 3, .answered = 1, .lost = 1, .late = 1, .duplicated = 1, .reordered = 1}));
}

TEST(MessageTracker, AConnectionThatEndsCutsOffWhatIsInFlight) {
  MessageTracker tracker = sent(5);
  tracker.received(1);
  tracker.expire(at(0));
  std::vector<std::uint64_t> cut;
  while (const auto message = tracker.cut_off()) cut.push_back(message->id);
  EXPECT_EQ(cut, (std::vector<std::uint64_t>{2, 3, 4}));
  EXPECT_EQ(tracker.counts(), (MessageCounts{.sent = 5, .answered = 1, .lost = 1, .cut_off = 3}));
  EXPECT_EQ(tracker.oldest(), std::nullopt);
}

TEST(MessageTracker, WhatIsInFlightWhenTheLoadIsOverIsNobodysFault) {
  MessageTracker tracker = sent(3);
  tracker.received(1);
  EXPECT_EQ(tracker.abandon()->id, 0U);
  EXPECT_EQ(tracker.abandon()->id, 2U);
  EXPECT_EQ(tracker.abandon(), std::nullopt);
  EXPECT_EQ(tracker.counts(), (MessageCounts{.sent = 3, .answered = 1, .in_flight_at_end = 2}));
}

TEST(MessageTracker, KeepsWhatIsInFlightWhileItGrows) {
  MessageTracker tracker = sent(5);
  for (const std::uint64_t id : {0U, 1U, 2U}) tracker.received(id);
  for (int i = 5; i < 300; ++i) tracker.sent(at(i), at(i));
  for (std::uint64_t id = 3; id < 300; ++id) {
    const auto answer = tracker.received(id);
    ASSERT_EQ(answer.arrival, Arrival::kAnswer) << id;
    ASSERT_EQ(answer.message.sent, at(static_cast<int>(id)));
  }
  EXPECT_EQ(tracker.in_flight(), 0U);
}

TEST(MessageCounts, MergeAddsEveryColumn) {
  MessageCounts counts{1, 2, 3, 4, 5, 6, 7, 8, 9};
  counts.merge({10, 20, 30, 40, 50, 60, 70, 80, 90});
  EXPECT_EQ(counts, (MessageCounts{11, 22, 33, 44, 55, 66, 77, 88, 99}));
}

}  // namespace
}  // namespace harness::stream
