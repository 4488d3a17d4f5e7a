#include "harness/load/recorder.hpp"

#include <gtest/gtest.h>

namespace harness::load {
namespace {

Instant at_ms(int ms) {
  return {milliseconds(ms)};
}

Times closed(Instant sent, Instant done) {
  return {sent, sent, done};
}

// Opens at 100 ms, closes at 1100 ms: one second is measured.
Window one_second() {
  return {at_ms(100), at_ms(1100), at_ms(2000)};
}

TEST(Recorder, CountsRequestsByWhenTheyWereSent) {
  Recorder recorder(one_second());
  for (const int sent : {99, 100, 1099, 1100}) {
    recorder.scheduled(at_ms(sent));
    recorder.finished(closed(at_ms(sent), at_ms(sent + 10)), Outcome::kOk);
  }
  EXPECT_EQ(recorder.ledger().scheduled, 2U);
  EXPECT_EQ(recorder.ledger().ok, 2U);
  EXPECT_TRUE(recorder.ledger().balances());
  EXPECT_EQ(recorder.service().count(), 2U);
}

TEST(Recorder, CountsARequestAcrossTheEdgeByItsShareInside) {
  Recorder recorder(one_second());
  recorder.finished(closed(at_ms(75), at_ms(125)), Outcome::kOk);     // 25 of 50 ms inside: one half
  recorder.finished(closed(at_ms(500), at_ms(550)), Outcome::kOk);    // one
  recorder.finished(closed(at_ms(1090), at_ms(1130)), Outcome::kOk);  // 10 of 40 ms inside: one quarter
  EXPECT_DOUBLE_EQ(recorder.throughput_rps(), 1.75);
}

TEST(Recorder, OneConnectionWaitingFiftyMillisecondsIsTwentyPerSecondWhereverTheWindowFalls) {
  for (const int phase : {0, 13, 37}) {
    Recorder recorder({at_ms(100), at_ms(800), at_ms(2000)});  // 0.7 s: 13 or 14 whole completions
    for (int sent = phase; sent < 1000; sent += 50)
      recorder.finished(closed(at_ms(sent), at_ms(sent + 50)), Outcome::kOk);
    EXPECT_NEAR(recorder.throughput_rps(), 20.0, 1e-9) << phase;
    EXPECT_NEAR(recorder.mean_in_flight(), 1.0, 1e-9) << phase;
  }
}

TEST(Recorder, KeepsFailuresOutOfLatencyAndThroughput) {
  Recorder recorder(one_second());
  recorder.scheduled(at_ms(200));
  recorder.finished(closed(at_ms(200), at_ms(900)), Outcome::kTimeout);
  EXPECT_EQ(recorder.ledger().timeout, 1U);
  EXPECT_EQ(recorder.service().count(), 0U);
  EXPECT_EQ(recorder.throughput_rps(), 0.0);
  EXPECT_DOUBLE_EQ(recorder.mean_in_flight(), 0.7);
}

TEST(Recorder, ReportsFailuresOfTheLeadInBesideTheLedger) {
  Recorder recorder(one_second());
  recorder.scheduled(at_ms(50));
  recorder.finished(closed(at_ms(50), at_ms(60)), Outcome::kBadResponse);
  EXPECT_EQ(recorder.ledger(), Ledger{});
  EXPECT_EQ(recorder.failures_outside_window(), 1U);
}

TEST(Recorder, CensorsWhatIsStillInFlightAtTheEnd) {
  Recorder recorder(one_second());
  recorder.scheduled(at_ms(600));
  recorder.unresolved(closed(at_ms(600), at_ms(2000)));
  EXPECT_EQ(recorder.ledger().in_flight_at_end, 1U);
  EXPECT_TRUE(recorder.ledger().balances());
  EXPECT_DOUBLE_EQ(recorder.mean_in_flight(), 0.5);
}

TEST(Recorder, AveragesWhatWasAnsweredInsideTheWindowWheneverItWasSent) {
  Recorder recorder(one_second());
  recorder.finished(closed(at_ms(50), at_ms(150)), Outcome::kOk);  // answered inside: 100 ms
  recorder.scheduled(at_ms(1050));
  recorder.finished(closed(at_ms(1050), at_ms(1090)), Outcome::kOk);  // answered inside: 40 ms
  recorder.scheduled(at_ms(1050));
  recorder.finished(closed(at_ms(1050), at_ms(1150)), Outcome::kOk);  // answered after it
  EXPECT_DOUBLE_EQ(*recorder.answered_mean_ns(), 70e6);
}

TEST(Recorder, KnowsHowManyCountedRequestsAreStillUnanswered) {
  Recorder recorder(one_second());
  recorder.scheduled(at_ms(50));
  recorder.scheduled(at_ms(200));
  recorder.scheduled(at_ms(300));
  recorder.finished(closed(at_ms(50), at_ms(400)), Outcome::kOk);
  EXPECT_EQ(recorder.unanswered(), 2U);
  recorder.finished(closed(at_ms(200), at_ms(400)), Outcome::kTimeout);
  recorder.unresolved(closed(at_ms(300), at_ms(2000)));
  EXPECT_EQ(recorder.unanswered(), 0U);
}

TEST(Recorder, CountsAnOpenLoopByWhenRequestsWereDueNotByWhenTheyWereSent) {
  Recorder recorder(one_second(), true);
  recorder.scheduled(at_ms(50));  // due before the window, sent inside
  recorder.finished({at_ms(50), at_ms(150), at_ms(160)}, Outcome::kOk);
  recorder.scheduled(at_ms(1090));  // due inside, sent after it
  recorder.finished({at_ms(1090), at_ms(1190), at_ms(1200)}, Outcome::kOk);
  EXPECT_EQ(recorder.ledger().scheduled, 1U);
  EXPECT_EQ(recorder.ledger().ok, 1U);
  EXPECT_TRUE(recorder.ledger().balances());
}

TEST(Recorder, KeepsResponseServiceAndLatenessApart) {
  Recorder recorder(one_second(), true);
  recorder.scheduled(at_ms(200));
  recorder.finished({at_ms(200), at_ms(230), at_ms(300)}, Outcome::kOk);
  EXPECT_EQ(recorder.open_loop()->response.max(), milliseconds(100));
  EXPECT_EQ(recorder.service().max(), milliseconds(70));
  EXPECT_EQ(recorder.open_loop()->lateness.max(), milliseconds(30));
}

TEST(Recorder, KeepsTheAgeOfFailuresInAHistogramOfTheirOwn) {
  Recorder recorder(one_second(), true);
  EXPECT_FALSE(recorder.failures());
  recorder.scheduled(at_ms(200));
  recorder.finished({at_ms(200), at_ms(210), at_ms(900)}, Outcome::kTimeout);
  EXPECT_EQ(recorder.failures()->max(), milliseconds(700));
  EXPECT_EQ(recorder.open_loop()->response.count(), 0U);
  EXPECT_EQ(recorder.open_loop()->lateness.count(), 1U) << "it was sent, and late";
}

TEST(Recorder, GivesEveryDueRequestOneFate) {
  Recorder recorder(one_second(), true);
  for (int i = 0; i < 4; ++i) recorder.scheduled(at_ms(200 + i));
  recorder.finished({at_ms(200), at_ms(200), at_ms(210)}, Outcome::kOk);
  recorder.shed(at_ms(201));
  recorder.never_dispatched(at_ms(202));
  EXPECT_EQ(recorder.unanswered(), 1U);
  EXPECT_FALSE(recorder.ledger().balances());
  recorder.unresolved({at_ms(203), at_ms(203), at_ms(2000)});
  EXPECT_EQ(recorder.unanswered(), 0U);
  EXPECT_TRUE(recorder.ledger().balances());
  EXPECT_EQ(recorder.ledger().shed, 1U);
  EXPECT_EQ(recorder.ledger().never_dispatched, 1U);
}

TEST(Recorder, CountsNothingBeforeTheWindowIsKnown) {
  Recorder recorder;
  recorder.scheduled(at_ms(50));
  recorder.finished(closed(at_ms(50), at_ms(60)), Outcome::kOk);
  recorder.measure(one_second());
  EXPECT_EQ(recorder.ledger(), Ledger{});
  EXPECT_EQ(recorder.throughput_rps(), 0.0);
}

TEST(Recorder, MergingTwoHalvesEqualsRecordingInOne) {
  Recorder whole(one_second());
  Recorder left(one_second());
  Recorder right(one_second());
  for (int i = 0; i < 100; ++i) {
    for (Recorder* recorder : {&whole, i % 2 == 0 ? &left : &right}) {
      recorder->scheduled(at_ms(150 + i));
      recorder->finished(closed(at_ms(150 + i), at_ms(160 + 2 * i)),
                         i % 10 == 0 ? Outcome::kHttpError : Outcome::kOk);
    }
  }
  left.merge(right);
  EXPECT_EQ(left.ledger(), whole.ledger());
  EXPECT_EQ(left.service(), whole.service());
  EXPECT_NEAR(left.throughput_rps(), whole.throughput_rps(), 1e-9);
}

TEST(Recorder, KeepsTheSlowestOkAnswersOfTheWindow) {
  Recorder recorder(one_second());
  recorder.scheduled(at_ms(200));
  recorder.finished(closed(at_ms(200), at_ms(230)), Outcome::kOk);
  recorder.scheduled(at_ms(300));
  recorder.finished(closed(at_ms(300), at_ms(900)), Outcome::kTimeout);
  recorder.finished(closed(at_ms(50), at_ms(150)), Outcome::kOk);  // lead-in
  const auto slowest = recorder.tail().slowest_first();
  ASSERT_EQ(slowest.size(), 1U);
  EXPECT_EQ(slowest[0].response, milliseconds(30));
  EXPECT_EQ(slowest[0].intended, at_ms(200));
}

TEST(Recorder, DividesAStampedRequestAmongClientAndWire) {
  Recorder recorder(one_second());
  EXPECT_FALSE(recorder.wire());
  recorder.stamped({at_ms(200), at_ms(201), at_ms(211), at_ms(214), at_ms(215)});
  recorder.stamped({at_ms(50), at_ms(51), at_ms(52), at_ms(53), at_ms(54)});  // lead-in
  ASSERT_TRUE(recorder.wire());
  EXPECT_EQ(recorder.wire()->wire.count(), 1U);
  EXPECT_EQ(recorder.wire()->client_out.max(), milliseconds(1));
  EXPECT_EQ(recorder.wire()->wire.max(), milliseconds(10));
  EXPECT_EQ(recorder.wire()->client_in.max(), milliseconds(3));
  EXPECT_EQ(recorder.wire()->parse.max(), milliseconds(1));
}

}  // namespace
}  // namespace harness::load
