#include "harness/stats/interval.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::stats {
namespace {

using testing::HasSubstr;

TEST(TQuantile, AgreesWithPrintedTables) {
  // Source: any t table; the last two are the two-sided 98.75 % points that planned looks use.
  EXPECT_NEAR(t_quantile(0.975, 5), 2.571, 5e-4);
  EXPECT_NEAR(t_quantile(0.99375, 5), 3.810, 5e-4);
  EXPECT_NEAR(t_quantile(0.99375, 23), 2.710, 5e-4);
  EXPECT_NEAR(t_quantile(0.5, 3), 0, 1e-12);
}

TEST(TUpperTail, AgreesWithAnotherProgramAlsoFarOut) {
  // scipy.stats.t.sf
  EXPECT_NEAR(t_upper_tail(2.571, 5), 0.0249873173, 1e-10);
  EXPECT_NEAR(t_upper_tail(40, 3), 1.71903404e-05, 1e-13);
  EXPECT_NEAR(t_upper_tail(-1.5, 7.3), 0.912218453598, 1e-12);
  EXPECT_EQ(t_upper_tail(0, 3), 0.5);
  EXPECT_EQ(t_upper_tail(std::numeric_limits<double>::infinity(), 3), 0);
  EXPECT_EQ(t_upper_tail(-std::numeric_limits<double>::infinity(), 3), 1);
}

TEST(MeanInterval, AgreesWithTheHandCalculation) {
  // Mean 3, squared distances 4+1+0+1+4 = 10, s = √(10/4), s/√5 = √0.5, t(.975, 4) = 2.776445.
  const std::vector<double> values{1, 2, 3, 4, 5};
  const auto interval = mean_interval(values);
  ASSERT_TRUE(interval);
  EXPECT_DOUBLE_EQ(interval->estimate, 3);
  EXPECT_NEAR(interval->standard_deviation, 1.5811388, 1e-7);
  EXPECT_NEAR(interval->low, 3 - 2.776445 * 0.70710678, 1e-6);
  EXPECT_NEAR(interval->high, 3 + 2.776445 * 0.70710678, 1e-6);
  EXPECT_EQ(interval->n, 5U);
  EXPECT_EQ(interval->level, 0.95);
}

TEST(MeanInterval, IsWiderAtAHigherLevel) {
  const std::vector<double> values{1, 2, 3, 4, 5, 6};
  EXPECT_LT(mean_interval(values, 0.9875)->low, mean_interval(values, 0.95)->low);
}

TEST(MeanInterval, HasNoWidthWhenValuesDoNotVary) {
  const std::vector<double> values(7, 0.1);  // seven times 0.1 does not sum to 0.7 exactly
  const auto interval = mean_interval(values);
  ASSERT_TRUE(interval);
  EXPECT_EQ(interval->estimate, 0.1);
  EXPECT_EQ(interval->low, 0.1);
  EXPECT_EQ(interval->high, 0.1);
  EXPECT_EQ(interval->standard_deviation, 0);
}

TEST(MeanInterval, DoesNotLoseTheSpreadOfLargeValues) {
  // Equally spaced by 0.25: s = 0.25. The sum of squares minus n·mean² would leave nothing of it at 1e9.
  const std::vector<double> values{1e9 + 0.25, 1e9 + 0.5, 1e9 + 0.75};
  EXPECT_DOUBLE_EQ(mean_interval(values)->standard_deviation, 0.25);
}

TEST(MeanInterval, SeesTheSpreadOfValuesWhoseSquaresAreNoDoubles) {
  for (const double unit : {1e-200, 1e200, 1e307}) {
    const std::vector<double> values{1 * unit, 2 * unit, 3 * unit};
    EXPECT_NEAR(mean_interval(values)->standard_deviation / unit, 1, 1e-12) << unit;
  }
}

TEST(MeanInterval, SaysHowManyValuesItNeeds) {
  const auto interval = mean_interval(std::vector<double>{1});
  ASSERT_FALSE(interval);
  EXPECT_EQ(interval.error().message, "an interval needs at least 2 values, there are 1");
  EXPECT_FALSE(mean_interval({}));
}

TEST(MeanInterval, NamesTheValueThatIsNotANumber) {
  const auto nan = mean_interval(std::vector<double>{1, 2, std::nan("")});
  ASSERT_FALSE(nan);
  EXPECT_THAT(nan.error().message, HasSubstr("value 2 of 3 is nan"));
  EXPECT_FALSE(mean_interval(std::vector<double>{std::numeric_limits<double>::infinity(), 1}));
}

TEST(MeanInterval, RefusesWhatOverflowsAndALevelThatIsNone) {
  EXPECT_FALSE(mean_interval(std::vector<double>{1e308, -1e308}));
  EXPECT_FALSE(mean_interval(std::vector<double>{1, 2}, 95));
  EXPECT_FALSE(mean_interval(std::vector<double>{1, 2}, std::nan("")));
}

TEST(BlocksNeeded, IsTheSmallestNumberThatSatisfiesItsOwnFormula) {
  // s = distance. n = 10: t(.975, 9) + t(.8, 9) = 2.2622 + 0.8834, squared 9.895 ≤ 10.
  //               n =  9: t(.975, 8) + t(.8, 8) = 2.3060 + 0.8889, squared 10.207 > 9.
  EXPECT_EQ(blocks_needed(0.1, 0, 0.1), 10U);
  EXPECT_EQ(blocks_needed(0, 0.1, 0.1), 10U);
}

TEST(BlocksNeeded, NearlyFollowsTheNormalFormulaWhenManyAreNeeded) {
  // (1.959964 + 0.841621)² · 10² = 784.9; t instead of z adds about z²/2 = 2.
  EXPECT_EQ(blocks_needed(0.01, 0, 0.1), 787U);
}

TEST(BlocksNeeded, GrowsWithTheLevelAndThePower) {
  EXPECT_GT(blocks_needed(0.1, 0, 0.1, 0.99), blocks_needed(0.1, 0, 0.1));
  EXPECT_GT(blocks_needed(0.1, 0, 0.1, 0.95, 0.9), blocks_needed(0.1, 0, 0.1));
}

TEST(BlocksNeeded, IsTwoWithoutNoiseAndTheCapWhenNoNumberWouldDo) {
  EXPECT_EQ(blocks_needed(0.3, 0.1, 0), 2U);
  EXPECT_EQ(blocks_needed(0.3, 0.1, 1e-9), 2U);
  EXPECT_EQ(blocks_needed(0.1, 0.1, 0.2), kMostBlocks);
  EXPECT_EQ(blocks_needed(0.1, 0.1, 0), kMostBlocks);
  EXPECT_EQ(blocks_needed(1e-300, 0, 1), kMostBlocks);
}

}  // namespace
}  // namespace harness::stats
