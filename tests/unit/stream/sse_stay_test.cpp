// Clients that come, listen for a while and leave: when they come, and what is due while they are there.
#include <algorithm>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/stream/message_guards.hpp"
#include "harness/stream/sse_tracker.hpp"

namespace harness::stream {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Instant at(int ms) {
  return {milliseconds(ms)};
}

/// Ten a second, asked for at 1000 ms. Event 0 was made at 1010 ms: due in the window, which is from 1200 to
/// 1600 ms, are the events 2 to 5.
class EventsOfAWindow : public testing::Test {
 protected:
  EventsOfAWindow() { tracker.measure({at(1200), at(1600), at(2000)}); }
  void begin() {
    tracker.requested(at(1000));
    take(0, 1010, 1020);
    take(1, 1110, 1120);
  }
  void take(int id, int made_ms, int came_ms) {
    tracker.feed(
        fmt::format("id: {}\ndata: {{\"i\":{},\"t\":{}}}\n\n", id, id, at(made_ms).since_start.count()),
        at(came_ms), times);
  }
  void take_all_until(int last) {
    for (int id = 2; id <= last; ++id) take(id, 1012 + 100 * id, 1013 + 100 * id);
  }
  [[nodiscard]] MessageLedger ledger(SseEnding ending = SseEnding::kLeft) const {
    const MessageLedger found = tracker.ledger_of_window(ending);
    EXPECT_TRUE(found.balances());
    return found;
  }
  SseTracker tracker{SseCadence{100, {10}}};
  SseTimes times;
};

TEST_F(EventsOfAWindow, CountFromWhenTheyWereDue) {
  begin();
  take_all_until(8);
  EXPECT_EQ(ledger(), (MessageLedger{.scheduled = 4, .answered = 4}));
  EXPECT_EQ(times.response.count(), 4U);
  EXPECT_EQ(times.response.min(), milliseconds(3));
  EXPECT_EQ(times.response.max(), milliseconds(3));
  EXPECT_EQ(tracker.early(), 0U);
  EXPECT_GT(tracker.bytes_in_window(), 4 * 20U);
  EXPECT_LT(tracker.bytes_in_window(), 4 * 60U);
}

/// It was late to be made and late to come, and that the next keeps its time changes nothing.
TEST_F(EventsOfAWindow, AreLateByAllThatIsBehindTheirMoment) {
  begin();
  take(2, 1210, 1210);
  take(3, 1390, 1395);
  take(4, 1410, 1410);
  take(5, 1510, 1510);
  EXPECT_EQ(times.response.max(), milliseconds(85));
  EXPECT_EQ(ledger().answered, 4U);
}

TEST_F(EventsOfAWindow, AreLostWhenAHigherOneCameAndMissingWhenNoneDid) {
  begin();
  take(3, 1310, 1310);
  EXPECT_EQ(ledger(), (MessageLedger{.scheduled = 4, .answered = 1, .lost = 1, .in_flight_at_end = 2}));
  EXPECT_EQ(ledger(SseEnding::kEndedEarly),
            (MessageLedger{.scheduled = 4, .answered = 1, .lost = 1, .cut_off = 2}));
  take(9, 1910, 1910);
  EXPECT_EQ(ledger(), (MessageLedger{.scheduled = 4, .answered = 1, .lost = 3}));
}

TEST_F(EventsOfAWindow, AreWrongWithOtherDataAndCountOnce) {
  begin();
  take_all_until(4);
  take(4, 1410, 1412);
  tracker.feed("id: 5\ndata: {\"i\":6,\"t\":1}\n\n", at(1510), times);
  EXPECT_EQ(ledger(), (MessageLedger{.scheduled = 4, .answered = 3, .wrong_answer = 1}));
  EXPECT_EQ(times.response.count(), 3U);
}

TEST_F(EventsOfAWindow, ThatWereMadeBeforeTheyWereDueAreEarlyWheneverTheyCome) {
  begin();
  take(2, 1209, 1212);
  EXPECT_EQ(tracker.early(), 1U);
  EXPECT_EQ(tracker.first_problem(), "event 2 was made 1 ms before it was due");
}

TEST_F(EventsOfAWindow, MustNotHaveBegunAtATimeThatCannotBe) {
  for (const int made : {999, 1021}) {
    SseTracker other(SseCadence{100, {10}});
    other.measure({at(1200), at(1600), at(2000)});
    other.requested(at(1000));
    other.feed(fmt::format("id: 0\ndata: {{\"i\":0,\"t\":{}}}\n\n", at(made).since_start.count()), at(1020),
               times);
    EXPECT_EQ(other.early(), 1U) << made;
    EXPECT_THAT(other.first_problem(), HasSubstr("event 0 says that it was made"));
  }
}

TEST_F(EventsOfAWindow, OfAStreamThatNeverBeganWereDueAllTheSame) {
  EXPECT_EQ(ledger(SseEnding::kConnectFailed), (MessageLedger{.scheduled = 4, .never_sent = 4}));
  tracker.requested(at(1000));
  EXPECT_EQ(ledger(SseEnding::kRefused), (MessageLedger{.scheduled = 4, .never_sent = 4}));
}

SsePlan plan_of_a_stay() {
  SsePlan plan;
  plan.port = 80;
  plan.target = "/sse?n=1000&hz=2";
  plan.cadence = {1000, {2}};
  plan.streams = 500;
  plan.stay = SseStay{.lead_in = milliseconds(600), .duration = seconds(1), .drain = seconds(2), .seed = 7};
  return plan;
}

TEST(SseStay, OpensItsStreamsAtMomentsThatAreSpreadOverOneInterval) {
  SsePlan plan = plan_of_a_stay();
  const auto moments = opening_moments(plan);
  ASSERT_EQ(moments.size(), 500U);
  EXPECT_TRUE(std::ranges::is_sorted(moments));
  EXPECT_GE(moments.front(), Nanoseconds(0));
  EXPECT_LT(moments.back(), milliseconds(500));
  // Of 500, a tenth of the interval has 50, give or take four deviations of a binomial count.
  for (int tenth = 0; tenth < 10; ++tenth) {
    const auto count = std::ranges::count_if(moments, [&](Nanoseconds moment) {
      return moment >= milliseconds(50 * tenth) && moment < milliseconds(50 * (tenth + 1));
    });
    EXPECT_NEAR(static_cast<double>(count), 50, 27) << tenth;
  }
  EXPECT_EQ(opening_moments(plan), moments);
  plan.stay->seed = 8;
  EXPECT_NE(opening_moments(plan), moments);
}

TEST(SseStay, MustBeLongEnoughAndNoLongerThanTheStream) {
  SsePlan plan = plan_of_a_stay();
  EXPECT_TRUE(validate(plan)) << validate(plan).error().message;
  plan.stay->lead_in = milliseconds(599);
  EXPECT_THAT(validate(plan).error().message, HasSubstr("lead_in: 599 ms is too short"));
  plan.stay->lead_in = milliseconds(600);
  plan.cadence.events = 7;
  EXPECT_THAT(validate(plan).error().message, HasSubstr("n: 7 events at 2 per second end before 3.6 s"));
  plan.cadence.events = 8;
  EXPECT_TRUE(validate(plan));
  plan.stay->duration = Nanoseconds(0);
  EXPECT_THAT(validate(plan).error().message, HasSubstr("duration"));
}

TEST(SseStay, HasGuardsOverItsWindow) {
  SseResult result;
  result.length = seconds(2);
  result.client_cpu = seconds(2);  // opening streams is not the load
  result.stay = SseStayResult{.ledger = {.scheduled = 10, .answered = 10}, .window = seconds(1)};
  EXPECT_THAT(guards_of(plan_of_a_stay(), result), testing::IsEmpty());
  EXPECT_EQ(result.stay->throughput(), 10);
  result.stay->client_busy_share = 0.71;
  result.stay->client_in_line_share = 0.05;
  result.stay->ledger.answered = 9;
  std::vector<std::string> codes;
  for (const load::Guard& guard : guards_of(plan_of_a_stay(), result)) codes.push_back(guard.code);
  EXPECT_THAT(codes, ElementsAre("LEDGER_UNBALANCED", "CLIENT_SATURATED", "MACHINE_NOISE"));
}

TEST(SseStay, IsOfATargetThatIsAnEventStream) {
  EXPECT_TRUE(is_event_stream("/sse?n=1&hz=1"));
  EXPECT_FALSE(is_event_stream("/sser?n=1&hz=1") || is_event_stream("/ws/echo"));
  EXPECT_EQ(target_of({1000000, {2.5}}), "/sse?n=1000000&hz=2.5");
  EXPECT_EQ(cadence_of(target_of({7, {10}}))->events, 7U);
}

}  // namespace
}  // namespace harness::stream
