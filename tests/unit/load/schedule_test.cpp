#include "harness/load/schedule.hpp"

#include <cmath>
#include <set>
#include <vector>

#include <gtest/gtest.h>

namespace harness::load {
namespace {

ScheduleSpec uniform(double per_second) {
  return {.arrivals = Arrivals::kUniform, .rate = {per_second}};
}

ScheduleSpec poisson(double per_second, std::uint64_t seed = 1) {
  return {.arrivals = Arrivals::kPoisson, .rate = {per_second}, .seed = seed};
}

std::vector<Nanoseconds> first_due(const ScheduleSpec& spec, std::size_t count) {
  const Schedule schedule(spec);
  std::vector<Nanoseconds> due;
  for (Cursor cursor(schedule, 0, 1); due.size() < count; cursor.advance()) due.push_back(cursor.due());
  return due;
}

TEST(Schedule, SpacesUniformRequestsEquallyWithoutDrift) {
  const auto due = first_due(uniform(3), 10);
  for (std::size_t k = 0; k < due.size(); ++k) {
    EXPECT_EQ(due[k].count(), std::llround(static_cast<double>(k) * 1e9 / 3)) << k;
  }
  const Schedule fast(uniform(10'000));
  Cursor far(fast, 36'000'000, 1);  // an hour later
  EXPECT_EQ(far.due(), seconds(3600));
}

TEST(Schedule, LetsABurstBeDueAtOnceAndNothingUntilTheNext) {
  const auto due = first_due({.arrivals = Arrivals::kBurst, .rate = {30}, .at_once = 3}, 9);
  for (std::size_t k = 0; k < due.size(); ++k) EXPECT_EQ(due[k], milliseconds(100 * (k / 3))) << k;
}

TEST(Schedule, TakesFractionalRates) {
  EXPECT_EQ(first_due(uniform(0.4), 3)[2], seconds(5));
}

TEST(Schedule, IsTheSameForAnyNumberOfThreads) {
  const ScheduleSpec bursts{.arrivals = Arrivals::kBurst, .rate = {700}, .at_once = 7};
  for (const ScheduleSpec& spec : {uniform(700), poisson(700), bursts}) {
    const auto alone = first_due(spec, 300);
    const Schedule schedule(spec);
    for (std::uint64_t thread = 0; thread < 3; ++thread) {
      Cursor cursor(schedule, thread, 3);
      for (; cursor.index() < 300; cursor.advance()) {
        EXPECT_EQ(cursor.due(), alone[cursor.index()]) << "thread " << thread << " index " << cursor.index();
      }
    }
  }
}

TEST(Schedule, DependsOnTheSeedOnlyWhenItIsRandom) {
  EXPECT_EQ(first_due(poisson(100, 5), 50), first_due(poisson(100, 5), 50));
  EXPECT_NE(first_due(poisson(100, 5), 50), first_due(poisson(100, 6), 50));
  EXPECT_EQ(schedule_sha256(Schedule(poisson(100, 5)), 50), schedule_sha256(Schedule(poisson(100, 5)), 50));
  EXPECT_NE(schedule_sha256(Schedule(poisson(100, 5)), 50), schedule_sha256(Schedule(poisson(100, 6)), 50));
}

TEST(Schedule, DrawsExponentialGapsForPoissonArrivals) {
  constexpr std::size_t kCount = 100'000;
  const auto due = first_due(poisson(1000), kCount);
  double sum = 0;
  double squares = 0;
  std::size_t beyond_mean = 0;
  for (std::size_t k = 1; k < kCount; ++k) {
    const double gap_ms = static_cast<double>((due[k] - due[k - 1]).count()) * 1e-6;
    ASSERT_GE(gap_ms, 0);
    sum += gap_ms;
    squares += gap_ms * gap_ms;
    beyond_mean += gap_ms > 1 ? 1U : 0U;
  }
  const double n = kCount - 1;
  // Five standard errors of mean, second moment and tail of Exp(1); the seed is fixed, so this cannot
  // flicker.
  EXPECT_NEAR(sum / n, 1, 5 / std::sqrt(n));
  EXPECT_NEAR(squares / n, 2, 5 * std::sqrt(20 / n));
  EXPECT_NEAR(static_cast<double>(beyond_mean) / n, std::exp(-1), 5 * std::sqrt(0.2325 / n));
}

TEST(Schedule, RampsLinearly) {
  const ScheduleSpec spec{.rate = {100}, .ramp_from = {0}, .ramp = seconds(10)};
  const Schedule schedule(spec);
  // 0 → 100/s in 10 s: Λ(t) = 5 t²; then 100 a second.
  EXPECT_EQ(schedule.when(5), seconds(1));
  EXPECT_EQ(schedule.when(125), seconds(5));
  EXPECT_EQ(schedule.when(500), seconds(10));
  EXPECT_EQ(schedule.when(700), seconds(12));
  EXPECT_DOUBLE_EQ(schedule.expected_by(seconds(5)), 125);
  EXPECT_DOUBLE_EQ(schedule.expected_by(seconds(12)), 700);
}

TEST(Schedule, RampsDownAndWithoutASlope) {
  const Schedule down({.rate = {10}, .ramp_from = {30}, .ramp = seconds(2)});
  EXPECT_EQ(down.when(25), seconds(1));  // 30·1 − 10/2
  EXPECT_EQ(down.when(40), seconds(2));
  const Schedule flat({.rate = {10}, .ramp_from = {10}, .ramp = seconds(2)});
  EXPECT_EQ(flat.when(5), milliseconds(500));
  EXPECT_EQ(flat.when(0), Nanoseconds(0));
}

TEST(Schedule, IsTheInverseOfItsExpectedCount) {
  const Schedule schedule({.rate = {250}, .ramp_from = {20}, .ramp = seconds(3)});
  for (double expected : {0.0, 0.5, 17.0, 300.0, 404.9, 405.1, 2000.0}) {
    EXPECT_NEAR(schedule.expected_by(schedule.when(expected)), expected, 1e-6) << expected;
  }
}

}  // namespace
}  // namespace harness::load
