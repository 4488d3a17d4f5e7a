#include "harness/load/series.hpp"

#include <gtest/gtest.h>

#include "harness/load/recorder.hpp"

namespace harness::load {
namespace {

Instant at_ms(int ms) {
  return {milliseconds(ms)};
}

/// A closed loop that opens at 100 ms, closes at 1,100 ms and keeps a series of 250 ms.
Recorder recorder_with_series() {
  return Recorder({at_ms(100), at_ms(1'100), at_ms(3'000)}, false, milliseconds(250));
}

void answer(Recorder& recorder, int sent, int done, Outcome outcome = Outcome::kOk) {
  recorder.scheduled(at_ms(sent));
  recorder.finished({at_ms(sent), at_ms(sent), at_ms(done)}, outcome);
}

TEST(Series, PutsAnAnswerIntoTheIntervalInWhichItCame) {
  Recorder recorder = recorder_with_series();
  answer(recorder, 100, 349);  // the last millisecond of interval 0
  answer(recorder, 120, 350);  // the first of interval 1
  answer(recorder, 130, 360);
  answer(recorder, 140, 1'090, Outcome::kTimeout);  // interval 3; nothing in 2
  answer(recorder, 1'000, 1'200);                   // after the window closed: interval 4
  recorder.finish();

  const auto& intervals = recorder.series()->intervals();
  ASSERT_EQ(intervals.size(), 4U);
  EXPECT_EQ(intervals[0].number, 0);
  EXPECT_EQ(intervals[0].ok(), 1U);
  EXPECT_EQ(intervals[1].number, 1);
  EXPECT_EQ(intervals[1].ok(), 2U);
  EXPECT_EQ(intervals[2].number, 3);
  EXPECT_EQ(intervals[2].ok(), 0U);
  EXPECT_EQ(intervals[2].failed, 1U);
  EXPECT_EQ(intervals[3].number, 4);
  EXPECT_EQ(intervals[3].failed, 0U);
}

TEST(Series, AddsUpToTheWholeLoad) {
  Recorder recorder = recorder_with_series();
  for (int sent = 100; sent < 1'100; sent += 3) answer(recorder, sent, sent + sent % 90);
  recorder.finish();
  stats::Histogram sum;
  for (const Interval& interval : recorder.series()->intervals())
    for (const auto& [bucket, count] : interval.service.unpacked()) sum.add(bucket, count);
  EXPECT_EQ(sum.sparse(), recorder.service().sparse());
}

TEST(Series, LeavesOutWhatTheLedgerLeavesOut) {
  Recorder recorder = recorder_with_series();
  answer(recorder, 90, 110);       // sent before the window opened
  answer(recorder, 1'100, 1'110);  // sent after it closed
  recorder.finish();
  EXPECT_TRUE(recorder.series()->intervals().empty());
}

TEST(Series, MergesIntervalByInterval) {
  Recorder one = recorder_with_series();
  Recorder two = recorder_with_series();
  Recorder both = recorder_with_series();
  for (int sent = 100; sent < 1'100; sent += 7) {
    // The second worker has nothing in interval 1.
    Recorder& mine = sent % 2 == 0 || (sent >= 300 && sent < 600) ? one : two;
    answer(mine, sent, sent + 20);
    answer(both, sent, sent + 20);
  }
  for (Recorder* each : {&one, &two, &both}) each->finish();
  one.merge(two);
  const auto& merged = one.series()->intervals();
  const auto& expected = both.series()->intervals();
  ASSERT_EQ(merged.size(), expected.size());
  for (std::size_t i = 0; i < merged.size(); ++i) {
    EXPECT_EQ(merged[i].number, expected[i].number);
    EXPECT_EQ(merged[i].service.unpacked(), expected[i].service.unpacked());
  }
}

TEST(Series, HoldsResponseTimesOfAnOpenLoop) {
  Recorder recorder({at_ms(0), at_ms(1'000), at_ms(2'000)}, true, milliseconds(500));
  recorder.scheduled(at_ms(10));
  recorder.finished({at_ms(10), at_ms(60), at_ms(80)}, Outcome::kOk);
  recorder.finish();
  const Interval& interval = recorder.series()->intervals().front();
  EXPECT_EQ(to_histogram(interval.response).sparse().front().first,
            stats::Histogram::bucket_of(milliseconds(70)));
  EXPECT_EQ(to_histogram(interval.service).sparse().front().first,
            stats::Histogram::bucket_of(milliseconds(20)));
}

TEST(Series, HasAtMostAnHourOfSecondsUnlessAskedOtherwise) {
  EXPECT_EQ(usual_interval(milliseconds(20)), seconds(1));
  EXPECT_EQ(usual_interval(seconds(3'600)), seconds(1));
  EXPECT_EQ(usual_interval(seconds(3'601)), seconds(2));
  EXPECT_EQ(usual_interval(seconds(86'400)), seconds(24));
}

TEST(Series, IsNotKeptUnlessAskedFor) {
  EXPECT_FALSE(Recorder(Window{at_ms(0), at_ms(1), at_ms(2)}).series());
}

}  // namespace
}  // namespace harness::load
