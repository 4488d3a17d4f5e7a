#include "harness/load/recorder.hpp"

#include <gtest/gtest.h>

namespace harness::load {
namespace {

Instant at_ms(int ms) {
  return {milliseconds(ms)};
}

// Opens at 100 ms, closes at 1100 ms: one second is measured.
Window one_second() {
  return {at_ms(100), at_ms(1100), at_ms(2000)};
}

TEST(Recorder, CountsRequestsByWhenTheyWereSent) {
  Recorder recorder(one_second());
  for (const int sent : {99, 100, 1099, 1100}) {
    recorder.sent(at_ms(sent));
    recorder.finished(at_ms(sent), at_ms(sent + 10), Outcome::kOk);
  }
  EXPECT_EQ(recorder.ledger().scheduled, 2U);
  EXPECT_EQ(recorder.ledger().ok, 2U);
  EXPECT_TRUE(recorder.ledger().balances());
  EXPECT_EQ(recorder.service().count(), 2U);
}

TEST(Recorder, CountsARequestAcrossTheEdgeByItsShareInside) {
  Recorder recorder(one_second());
  recorder.finished(at_ms(75), at_ms(125), Outcome::kOk);     // 25 of 50 ms inside: one half
  recorder.finished(at_ms(500), at_ms(550), Outcome::kOk);    // one
  recorder.finished(at_ms(1090), at_ms(1130), Outcome::kOk);  // 10 of 40 ms inside: one quarter
  EXPECT_DOUBLE_EQ(recorder.throughput_rps(), 1.75);
}

TEST(Recorder, OneConnectionWaitingFiftyMillisecondsIsTwentyPerSecondWhereverTheWindowFalls) {
  for (const int phase : {0, 13, 37}) {
    Recorder recorder({at_ms(100), at_ms(800), at_ms(2000)});  // 0.7 s: 13 or 14 whole completions
    for (int sent = phase; sent < 1000; sent += 50)
      recorder.finished(at_ms(sent), at_ms(sent + 50), Outcome::kOk);
    EXPECT_NEAR(recorder.throughput_rps(), 20.0, 1e-9) << phase;
    EXPECT_NEAR(recorder.mean_in_flight(), 1.0, 1e-9) << phase;
  }
}

TEST(Recorder, KeepsFailuresOutOfLatencyAndThroughput) {
  Recorder recorder(one_second());
  recorder.sent(at_ms(200));
  recorder.finished(at_ms(200), at_ms(900), Outcome::kTimeout);
  EXPECT_EQ(recorder.ledger().timeout, 1U);
  EXPECT_EQ(recorder.service().count(), 0U);
  EXPECT_EQ(recorder.throughput_rps(), 0.0);
  EXPECT_DOUBLE_EQ(recorder.mean_in_flight(), 0.7);
}

TEST(Recorder, ReportsFailuresOfTheLeadInBesideTheLedger) {
  Recorder recorder(one_second());
  recorder.sent(at_ms(50));
  recorder.finished(at_ms(50), at_ms(60), Outcome::kBadResponse);
  EXPECT_EQ(recorder.ledger(), Ledger{});
  EXPECT_EQ(recorder.failures_outside_window(), 1U);
}

TEST(Recorder, CensorsWhatIsStillInFlightAtTheEnd) {
  Recorder recorder(one_second());
  recorder.sent(at_ms(600));
  recorder.unresolved(at_ms(600), at_ms(2000));
  EXPECT_EQ(recorder.ledger().in_flight_at_end, 1U);
  EXPECT_TRUE(recorder.ledger().balances());
  EXPECT_DOUBLE_EQ(recorder.mean_in_flight(), 0.5);
}

TEST(Recorder, AveragesWhatWasAnsweredInsideTheWindowWheneverItWasSent) {
  Recorder recorder(one_second());
  recorder.finished(at_ms(50), at_ms(150), Outcome::kOk);  // answered inside: 100 ms
  recorder.sent(at_ms(1050));
  recorder.finished(at_ms(1050), at_ms(1090), Outcome::kOk);  // answered inside: 40 ms
  recorder.sent(at_ms(1050));
  recorder.finished(at_ms(1050), at_ms(1150), Outcome::kOk);  // answered after it
  EXPECT_DOUBLE_EQ(*recorder.answered_mean_ns(), 70e6);
}

TEST(Recorder, KnowsHowManyCountedRequestsAreStillUnanswered) {
  Recorder recorder(one_second());
  recorder.sent(at_ms(50));
  recorder.sent(at_ms(200));
  recorder.sent(at_ms(300));
  recorder.finished(at_ms(50), at_ms(400), Outcome::kOk);
  EXPECT_EQ(recorder.unanswered(), 2U);
  recorder.finished(at_ms(200), at_ms(400), Outcome::kTimeout);
  recorder.unresolved(at_ms(300), at_ms(2000));
  EXPECT_EQ(recorder.unanswered(), 0U);
}

TEST(Recorder, CountsNothingBeforeTheWindowIsKnown) {
  Recorder recorder;
  recorder.sent(at_ms(50));
  recorder.finished(at_ms(50), at_ms(60), Outcome::kOk);
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
      recorder->sent(at_ms(150 + i));
      recorder->finished(at_ms(150 + i), at_ms(160 + 2 * i),
                         i % 10 == 0 ? Outcome::kHttpError : Outcome::kOk);
    }
  }
  left.merge(right);
  EXPECT_EQ(left.ledger(), whole.ledger());
  EXPECT_EQ(left.service(), whole.service());
  EXPECT_NEAR(left.throughput_rps(), whole.throughput_rps(), 1e-9);
}

}  // namespace
}  // namespace harness::load
