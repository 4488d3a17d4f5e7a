#include "harness/stats/median.hpp"

#include <limits>

#include <gtest/gtest.h>

namespace harness::stats {
namespace {

TEST(Median, IsTheMiddleValueInAnyOrder) {
  EXPECT_EQ(median({3}), 3);
  EXPECT_EQ(median({9, 1, 5}), 5);
  EXPECT_EQ(median({5, 5, 1, 9, 5}), 5);
}

TEST(Median, IsHalfwayBetweenTheTwoMiddleValues) {
  EXPECT_EQ(median({4, 1}), 2.5);
  EXPECT_EQ(median({10, 2, 4, -8}), 3);
}

TEST(Median, DoesNotOverflowBetweenLargeValues) {
  constexpr double kMost = std::numeric_limits<double>::max();
  EXPECT_EQ(median({kMost, kMost}), kMost);
}

}  // namespace
}  // namespace harness::stats
