#include "harness/stats/level_change.hpp"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace harness::stats {
namespace {

TEST(LevelChange, FindsTheExactStep) {
  const std::vector<double> levels{2, 2, 2, 2, 6, 6, 6};
  const auto change = best_level_change(levels);
  ASSERT_TRUE(change);
  EXPECT_EQ(change->at, 4U);
  EXPECT_DOUBLE_EQ(change->ratio, 3);
  EXPECT_DOUBLE_EQ(change->explained, 1);
}

TEST(LevelChange, ExplainsLittleOfWhatAlternates) {
  const std::vector<double> levels{1, 2, 1, 2, 1, 2, 1, 2};
  const auto change = best_level_change(levels);
  ASSERT_TRUE(change);
  EXPECT_LT(change->explained, 0.2);
}

TEST(LevelChange, ExplainsThreeQuartersOfASteadyDrift) {
  // Logarithms 0…9: the split in the middle leaves a quarter of the variance, Σ over 1…10 of equal steps:
  // total 82.5, between 10 · 2.5² = 62.5.
  std::vector<double> levels;
  for (int i = 0; i < 10; ++i) levels.push_back(std::exp(i));
  const auto change = best_level_change(levels);
  ASSERT_TRUE(change);
  EXPECT_EQ(change->at, 5U);
  EXPECT_NEAR(change->explained, 62.5 / 82.5, 1e-12);
}

TEST(LevelChange, IsNoChangeWhenNothingVaries) {
  const std::vector<double> levels(8, 5.0);
  const auto change = best_level_change(levels);
  ASSERT_TRUE(change);
  EXPECT_DOUBLE_EQ(change->ratio, 1);
  EXPECT_EQ(change->explained, 0);
}

TEST(LevelChange, DoesNotTakeOneOutlierAtTheEndForALevel) {
  const std::vector<double> levels{1, 1, 1, 1, 1, 1, 1, 1, 1, 9};
  const auto change = best_level_change(levels);
  ASSERT_TRUE(change);
  EXPECT_LE(change->at, 8U);
  EXPECT_LT(change->ratio, 3.01);  // the outlier is averaged with its neighbour: √9
}

TEST(LevelChange, NeedsSixLevels) {
  EXPECT_FALSE(best_level_change(std::vector<double>{1, 1, 1, 5, 5}));
}

}  // namespace
}  // namespace harness::stats
