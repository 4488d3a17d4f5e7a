#include "harness/stats/fairness.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace harness::stats {
namespace {

double jain(const std::vector<std::uint32_t>& shares) {
  return jain_index(shares).value_or(-1);
}

TEST(JainIndex, IsOneWhenAllSharesAreEqual) {
  EXPECT_DOUBLE_EQ(jain({7, 7, 7}), 1);
}

TEST(JainIndex, IsTheShareOfThoseThatGetEverything) {
  EXPECT_DOUBLE_EQ(jain({5, 0, 0, 0}), 0.25);
  EXPECT_DOUBLE_EQ(jain({5, 5, 0, 0}), 0.5);
}

TEST(JainIndex, FollowsTheFormula) {
  // (1+2+3)² / (3 · (1+4+9)) = 36 / 42.
  EXPECT_DOUBLE_EQ(jain({1, 2, 3}), 36.0 / 42.0);
}

TEST(JainIndex, IsAbsentWhenNothingWasShared) {
  EXPECT_FALSE(jain_index({}));
  EXPECT_FALSE(jain_index(std::vector<std::uint32_t>{0, 0}));
}

}  // namespace
}  // namespace harness::stats
