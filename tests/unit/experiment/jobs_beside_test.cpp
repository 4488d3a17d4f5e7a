#include "harness/experiment/jobs_beside.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/experiment/disturbed.hpp"

namespace harness::experiment {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(MomentsOfJobs, AreWholePeriodsInTheMiddleOfTheWindow) {
  // Each 250 ms, 50 ms long: 100 ms are left at either end.
  EXPECT_THAT(moments_of({"/cpu/nbody", milliseconds(50), 0.2}, seconds(1)),
              ElementsAre(milliseconds(100), milliseconds(350), milliseconds(600), milliseconds(850)));
  EXPECT_THAT(moments_of({"/cpu/nbody", milliseconds(50), 0.2}, milliseconds(250)),
              ElementsAre(milliseconds(100)));
}

TEST(MomentsOfJobs, LeaveNoneAcrossAnEdge) {
  for (const int ms : {5, 10, 37, 50, 200}) {
    const workload::Interference jobs{"/cpu/nbody", milliseconds(ms), 0.2};
    const auto moments = moments_of(jobs, milliseconds(1100));
    ASSERT_FALSE(moments.empty());
    EXPECT_GE(moments.front(), Nanoseconds(0));
    EXPECT_LE(moments.back() + jobs.job, milliseconds(1100));
    EXPECT_EQ(moments.size(), 1100U / (5U * static_cast<unsigned>(ms)));
  }
}

TEST(NextSize, IsProportionalToTheTimeAndGrowsAtMostToTheDouble) {
  EXPECT_EQ(next_size(1000, milliseconds(40), milliseconds(50), {1, 100'000}), 1250);
  EXPECT_EQ(next_size(1000, milliseconds(1), milliseconds(50), {1, 100'000}), 2000);
  EXPECT_EQ(next_size(1000, milliseconds(500), milliseconds(50), {1, 100'000}), 100);
}

TEST(NextSize, StaysWithinWhatTheKernelTakes) {
  EXPECT_EQ(next_size(900, milliseconds(1), milliseconds(50), {1, 1000}), 1000);
  EXPECT_EQ(next_size(9, seconds(10), milliseconds(50), {3, 12}), 3);
  EXPECT_EQ(next_size(1, seconds(10), milliseconds(50), {1, 1000}), 1);
  EXPECT_EQ(next_size(100'000'000, Nanoseconds(0), milliseconds(50), {1, 2'000'000'000}), 200'000'000);
  EXPECT_EQ(next_size(2'000'000'000, Nanoseconds(0), milliseconds(50), {1, 2'000'000'000}), 2'000'000'000);
}

results::SliceRow measured(double p99_us) {
  results::SliceRow row;
  row.response_p50_us = p99_us / 10;
  row.response_p99_us = p99_us;
  row.steal_share = 0.01;
  row.gate_beside = results::Gate::kPass;
  return row;
}

TEST(TheCalmStretch, GivesTheRowItsPercentiles) {
  auto row = measured(50'000);
  describe_calm(measured(1000), row);
  EXPECT_EQ(row.calm_response_p50_us, 100.0);
  EXPECT_EQ(row.calm_response_p99_us, 1000.0);
  EXPECT_EQ(row.response_p99_us, 50'000.0);
  EXPECT_EQ(row.status, results::SliceStatus::kOk);
}

TEST(TheCalmStretch, MakesTheRowAsNoisyAsItWas) {
  auto calm = measured(1000);
  calm.steal_share = 0.05;
  calm.client_in_line_share = 0.2;
  auto row = measured(50'000);
  describe_calm(calm, row);
  EXPECT_EQ(row.steal_share, 0.05);
  EXPECT_EQ(row.client_in_line_share, 0.2);
  calm.steal_share = 0.001;
  describe_calm(calm, row);
  EXPECT_EQ(row.steal_share, 0.05);
}

TEST(TheCalmStretch, MakesTheRowInvalidWhenItIs) {
  auto calm = measured(1000);
  calm.status = results::SliceStatus::kInvalid;
  calm.reason = "Little's law is off";
  auto row = measured(50'000);
  describe_calm(calm, row);
  EXPECT_EQ(row.status, results::SliceStatus::kInvalid);
  EXPECT_EQ(row.gate_beside, results::Gate::kFail);
  EXPECT_THAT(row.reason, HasSubstr("without the jobs: Little's law is off"));
  EXPECT_THAT(row.guards, HasSubstr("CALM_INVALID"));
}

}  // namespace
}  // namespace harness::experiment
