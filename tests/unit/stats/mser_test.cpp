#include "harness/stats/mser.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "harness/base/random.hpp"

namespace harness::stats {
namespace {

/// ±0.01 in turn by batches of five, so that batch means vary by exactly that.
double wobble(std::size_t i) {
  return (i / kMserBatch) % 2 == 0 ? 0.01 : -0.01;
}

TEST(Mser, AgreesWithTheHandCalculation) {
  // Ten batches with means 4, 0, 1, 0, 1, 0, 1, 0, 1, 0. Cut 0: mean 0.8, Σ(z − 0.8)² = 20 − 6.4 = 13.6, /100
  // = 0.136. Cut 1: mean 4/9, 4 − 16/9 = 20/9, /81 = 0.0274. Cut 2: 8 left, 2, /64 = 0.03125. Cut 3: mean
  // 3/7, 3 − 9/7 = 12/7, /49 = 0.0350. Cut 4: 1.5/36 = 0.0417. Cut 5: 1.2/25 = 0.048. Cut 6: 1/16. Cut 7:
  // (2/3)/9 = 0.074.
  std::vector<double> values;
  for (const double mean : {4, 0, 1, 0, 1, 0, 1, 0, 1, 0}) {
    for (const double off : {-1.0, 0.5, 0.0, 1.0, -0.5}) values.push_back(mean + off);
  }
  const auto found = mser5(values);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->settled_at, 5U);
  EXPECT_NEAR(found->standard_error_squared, 20.0 / 9 / 81, 1e-12);
}

TEST(Mser, FindsTheEndOfAWarmUpToTheBatch) {
  for (const std::size_t warm : {10U, 35U, 60U, 95U}) {
    std::vector<double> logs;
    for (std::size_t i = 0; i < 200; ++i) logs.push_back((i < warm ? -0.5 : 0.0) + wobble(i));
    const auto found = mser5(logs);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->settled_at, warm);
  }
}

TEST(Mser, CutsALongWarmUpThatFadesWhereItIsAsSmallAsTheNoise) {
  // −0.7·exp(−i/15): 0.01 is left at i = 64.
  std::vector<double> logs;
  for (std::size_t i = 0; i < 200; ++i) {
    logs.push_back(-0.7 * std::exp(-static_cast<double>(i) / 15) + wobble(i));
  }
  const auto found = mser5(logs);
  ASSERT_TRUE(found && found->settled_at);
  EXPECT_GE(*found->settled_at, 40U);
  EXPECT_LE(*found->settled_at, 80U);
}

TEST(Mser, SaysSoWhenTheWindowEndsBeforeTheWarmUp) {
  std::vector<double> ramp;
  for (std::size_t i = 0; i < 200; ++i) ramp.push_back(static_cast<double>(i) / 200);
  ASSERT_TRUE(mser5(ramp));
  EXPECT_FALSE(mser5(ramp)->settled_at);
  // A search that ended at the middle would drop nothing here: with k of 40 batches kept, 14 of them warm,
  // the criterion is 0.25·14·(k − 14)/k³, less at k = 40 than at k = 20.
  for (const std::size_t warm : {105U, 130U, 145U}) {
    std::vector<double> logs;
    for (std::size_t i = 0; i < 200; ++i) logs.push_back((i < warm ? -0.5 : 0.0) + wobble(i));
    const auto found = mser5(logs);
    ASSERT_TRUE(found);
    EXPECT_FALSE(found->settled_at) << warm;
  }
}

TEST(Mser, TakesHalfTheWindowForTooLate) {
  for (const std::size_t warm : {95U, 100U}) {
    std::vector<double> logs(warm, -1.0);
    logs.resize(200, 0.0);
    EXPECT_EQ(mser5(logs)->settled_at.has_value(), warm < 100) << warm;
  }
}

TEST(Mser, CutsNothingFromWhatNeverVaries) {
  const auto found = mser5(std::vector<double>(60, std::log(0.1)));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->settled_at, 0U);
  EXPECT_EQ(found->standard_error_squared, 0);
}

TEST(Mser, CutsJustTheWarmUpWhenTheRestNeverVaries) {
  std::vector<double> logs(20, -1.0);
  logs.resize(100, 0.3);
  EXPECT_EQ(mser5(logs)->settled_at, 20U);
}

TEST(Mser, DoesNotDependOnUnitSignOrLevel) {
  Random random(7);
  std::vector<double> logs;
  std::vector<double> other;
  for (int i = 0; i < 203; ++i) {
    logs.push_back((i < 30 ? -0.2 : 0) + 0.1 * random.unit());
    other.push_back(1'000 - 8 * logs.back());
  }
  const auto found = mser5(logs);
  const auto moved = mser5(other);
  ASSERT_TRUE(found && moved);
  EXPECT_EQ(found->settled_at, moved->settled_at);
  EXPECT_NEAR(moved->standard_error_squared, 64 * found->standard_error_squared, 1e-10);
}

TEST(Mser, LeavesOutALastBatchThatIsNotFull) {
  std::vector<double> logs;
  for (std::size_t i = 0; i < 200; ++i) logs.push_back((i < 20 ? -0.5 : 0.0) + wobble(i));
  const auto found = mser5(logs);
  logs.insert(logs.end(), 4, 50.0);
  EXPECT_EQ(mser5(logs)->settled_at, found->settled_at);
  EXPECT_EQ(mser5(logs)->standard_error_squared, found->standard_error_squared);
}

TEST(Mser, NamesWhatItCannotUse) {
  const auto few = mser5(std::vector<double>(49, 1.0));
  ASSERT_FALSE(few);
  EXPECT_EQ(few.error().message, "MSER-5 needs at least 50 elements, there are 49");
  std::vector<double> logs(60, 1.0);
  logs[3] = -std::numeric_limits<double>::infinity();  // the logarithm of no throughput
  const auto none = mser5(logs);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().message, "value 3 of 60 is -inf");
}

}  // namespace
}  // namespace harness::stats
