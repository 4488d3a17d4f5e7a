#include "harness/stats/overtaking.hpp"

#include <limits>

#include <gtest/gtest.h>

namespace harness::stats {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();
/// Starts early and takes 10 for each iteration.
constexpr Course kSteady{20, 10, 10};

/// The two as far apart as they are at that much work.
double gap(const Course& program, double iterations) {
  return program.start + work_time(program, iterations) - kSteady.start - work_time(kSteady, iterations);
}

TEST(Overtaking, OfALateStarterIsWhereWhatItGainsMakesUpForTheStart) {
  const Course late{45, 20, 3};  // 35 behind after one iteration, 7 gained in each of the others
  EXPECT_DOUBLE_EQ(ahead_from(late, kSteady), 6);
  EXPECT_DOUBLE_EQ(gap(late, 6), 0);
  EXPECT_LT(gap(late, 6.1), 0);
}

TEST(Overtaking, MayLieWithinTheFirstIteration) {
  const Course late{24, 2, 1};  // 4 behind at the start, 4 ahead after one
  EXPECT_DOUBLE_EQ(ahead_from(late, kSteady), 0.5);
  EXPECT_DOUBLE_EQ(gap(late, 0.5), 0);
  EXPECT_DOUBLE_EQ(ahead_from({24, 6, 1}, kSteady), 1) << "just when it ends";
}

TEST(Overtaking, IsNoneOfWhoIsAheadFromTheStart) {
  EXPECT_EQ(ahead_from({15, 9, 9}, kSteady), 0);
  EXPECT_EQ(ahead_from(kSteady, kSteady), 0) << "beside each other all the way";
}

TEST(Overtaking, ComesOnceMoreWhenAColdIterationCostTheLead) {
  EXPECT_DOUBLE_EQ(ahead_from({15, 20, 5}, kSteady), 2);
}

TEST(Overtaking, NeverComesWhereEachIterationTakesLonger) {
  EXPECT_EQ(ahead_from({45, 20, 10.1}, kSteady), kNever);
  EXPECT_EQ(ahead_from({15, 5, 10.1}, kSteady), kNever) << "ahead at first, but it does not stay so";
  EXPECT_EQ(ahead_from({45, 20, 10}, kSteady), kNever) << "nothing is gained";
}

TEST(WorkTime, CountsTheColdIterationAndThenTheOthers) {
  const Course course{100, 8, 2};
  EXPECT_EQ(work_time(course, 0), 0);
  EXPECT_EQ(work_time(course, 0.5), 4);
  EXPECT_EQ(work_time(course, 1), 8);
  EXPECT_EQ(work_time(course, 3.5), 13);
  EXPECT_EQ(work_time({1, 1, 0}, kNever), kNever);
}

}  // namespace
}  // namespace harness::stats
