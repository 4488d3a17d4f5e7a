#include "harness/stream/sse_tracker.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::stream {
namespace {

using testing::HasSubstr;

Instant at(int ms) {
  return {milliseconds(ms)};
}

std::string event(std::uint64_t id, int sent_ms = 0) {
  return fmt::format("id: {}\ndata: {{\"i\":{},\"t\":{}}}\n\n", id, id, at(sent_ms).since_start.count());
}

/// Ten events, one every 100 ms; asked for at 1000 ms.
class TenEvents : public testing::Test {
 protected:
  TenEvents() : tracker(SseCadence{10, {10}}) { tracker.requested(at(1000)); }
  void take(std::uint64_t id, int ms) { tracker.feed(event(id), at(ms), times); }
  SseTracker tracker;
  SseTimes times;
};

TEST_F(TenEvents, AreAllThereAndOnTime) {
  for (int i = 0; i < 10; ++i) take(static_cast<std::uint64_t>(i), 1020 + 100 * i);
  EXPECT_TRUE(tracker.at_the_end());
  EXPECT_EQ(tracker.counts(), (SseCounts{.received = 10}));
  EXPECT_EQ(times.first_event.max(), milliseconds(20));
  EXPECT_EQ(times.cadence_error.count(), 9U);
  EXPECT_EQ(times.cadence_error.max(), Nanoseconds(0));
  EXPECT_EQ(tracker.ledger(SseEnding::kToTheEnd), (MessageLedger{.scheduled = 10, .answered = 10}));
  EXPECT_EQ(tracker.first_problem(), "");
}

/// Each interval is 1 ms too long. The last event is 9 ms late, not 1.
TEST_F(TenEvents, DriftAddsUp) {
  for (int i = 0; i < 10; ++i) take(static_cast<std::uint64_t>(i), 1020 + 101 * i);
  EXPECT_EQ(times.cadence_error.max(), milliseconds(9));
  EXPECT_EQ(times.latest, milliseconds(9));
  EXPECT_EQ(times.earliest, milliseconds(0));
}

TEST_F(TenEvents, AnEventThatIsEarlyIsAsWrongAsOneThatIsLate) {
  take(0, 1020);
  take(1, 1090);
  EXPECT_EQ(times.cadence_error.max(), milliseconds(30));
  EXPECT_EQ(times.earliest, milliseconds(-30));
}

TEST_F(TenEvents, ASkippedIdIsMissingAndDoesNotShiftTheDeadlines) {
  take(0, 1020);
  take(2, 1220);
  EXPECT_EQ(times.cadence_error.max(), milliseconds(0));
  EXPECT_EQ(tracker.counts(), (SseCounts{.received = 2, .missing = 1}));
  EXPECT_EQ(tracker.first_problem(), "event 2 came where 1 was expected");
}

TEST_F(TenEvents, TheDeadlinesHoldEvenWhenTheFirstEventIsNotEventZero) {
  take(3, 1320);
  take(4, 1420);
  EXPECT_EQ(times.cadence_error.max(), milliseconds(0));
  EXPECT_EQ(times.first_event.max(), milliseconds(320));
  EXPECT_EQ(tracker.counts(), (SseCounts{.received = 2, .missing = 3}));
}

TEST_F(TenEvents, ComeTwiceOrOutOfOrderOrFromElsewhere) {
  for (const std::uint64_t id : {0U, 2U, 1U, 1U, 10U}) take(id, 1100);
  tracker.feed("id: x\ndata: y\n\n", at(1100), times);
  EXPECT_EQ(tracker.counts(), (SseCounts{.received = 3, .duplicated = 1, .reordered = 1, .strangers = 2}));
}

TEST_F(TenEvents, HaveTheDataOfTheirId) {
  tracker.feed("id: 0\ndata: {\"i\":1,\"t\":5}\n\nid: 1\ndata: {\"i\":1,\"t\":5} \n\nid: 2\ndata: no\n\n",
               at(1100), times);
  EXPECT_EQ(tracker.counts(), (SseCounts{.received = 3, .wrong_data = 3}));
}

TEST_F(TenEvents, SayWhenTheyWereSentWhereTheClockIsOurs) {
  tracker.feed(event(0, 1080), at(1100), times);
  tracker.feed(event(1, 1300), at(1200), times);  // after it came: another clock
  EXPECT_EQ(times.delivery.count(), 1U);
  EXPECT_EQ(times.delivery.max(), milliseconds(20));
}

TEST_F(TenEvents, EachHaveAFateHoweverTheStreamEnds) {
  take(0, 1020);
  take(2, 1220);
  const auto expect = [&](SseEnding ending, MessageLedger rest) {
    rest.scheduled = 10;
    rest.answered = 2;
    rest.lost += 1;
    EXPECT_EQ(tracker.ledger(ending), rest);
    EXPECT_TRUE(tracker.ledger(ending).balances());
  };
  expect(SseEnding::kStalled, {.lost = 7});
  expect(SseEnding::kEndedEarly, {.cut_off = 7});
  expect(SseEnding::kBroken, {.cut_off = 7});
  expect(SseEnding::kStillRunning, {.in_flight_at_end = 7});
  EXPECT_EQ(SseTracker(SseCadence{10, {10}}).ledger(SseEnding::kRefused),
            (MessageLedger{.scheduled = 10, .never_sent = 10}));
}

TEST_F(TenEvents, SilenceIsSinceTheLastPromisedEvent) {
  EXPECT_EQ(tracker.last_event(), at(1000));
  take(0, 1020);
  tracker.feed(": still here\n\nid: 99\ndata: x\n\n", at(1050), times);
  EXPECT_EQ(tracker.last_event(), at(1020));
}

TEST(SseStreams, CountEachEndingInItsOwnColumn) {
  SseStreams streams;
  for (const SseEnding ending : {SseEnding::kToTheEnd, SseEnding::kEndedEarly, SseEnding::kStalled,
                                 SseEnding::kStillRunning, SseEnding::kConnectFailed, SseEnding::kNoAnswer,
                                 SseEnding::kRefused, SseEnding::kBroken, SseEnding::kLeft}) {
    streams.add(ending);
  }
  EXPECT_EQ(streams.ended(), 9U);
  for (const std::uint64_t column :
       {streams.to_the_end, streams.ended_early, streams.stalled, streams.still_running,
        streams.connect_failed, streams.no_answer, streams.refused, streams.broken, streams.left}) {
    EXPECT_EQ(column, 1U);
  }
}

TEST(SseCounts, MergeAddsEveryColumn) {
  SseCounts counts{1, 2, 3, 4, 5, 6, 7};
  counts.merge({10, 20, 30, 40, 50, 60, 70});
  EXPECT_EQ(counts, (SseCounts{11, 22, 33, 44, 55, 66, 77}));
}

TEST(SseCadence, IsReadFromTheTarget) {
  const auto cadence = cadence_of("/sse?n=100&hz=2.5");
  ASSERT_TRUE(cadence);
  EXPECT_EQ(cadence->events, 100U);
  EXPECT_EQ(cadence->due(10), seconds(4));
  EXPECT_EQ(cadence_of("/sse?hz=1&n=7&nn=3")->events, 7U);
  EXPECT_THAT(cadence_of("/sse?hz=1").error().message, HasSubstr("n is missing or no number"));
  EXPECT_THAT(cadence_of("/sse?n=1&hz=x").error().message, HasSubstr("hz is missing or no number"));
  EXPECT_THAT(cadence_of("/sse").error().message, HasSubstr("/sse?n=100&hz=10"));
}

TEST(SsePlan, NamesEverythingThatIsWrong) {
  SsePlan plan;
  plan.cadence = {0, {0}};
  plan.streams = 0;
  plan.timeout = Nanoseconds(0);
  const std::string problems = validate(plan).error().message;
  for (const char* field : {"port", "n: 0", "hz: 0", "streams: 0", "timeout"})
    EXPECT_THAT(problems, HasSubstr(field));
  plan = SsePlan();
  plan.port = 80;
  plan.cadence = {10, {0.1}};
  EXPECT_THAT(validate(plan).error().message, HasSubstr("two intervals"));
  plan.cadence.rate = {1};
  EXPECT_TRUE(validate(plan));
}

}  // namespace
}  // namespace harness::stream
