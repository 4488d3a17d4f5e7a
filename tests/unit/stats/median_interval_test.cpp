#include "harness/stats/median_interval.hpp"

#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "harness/base/random.hpp"

namespace harness::stats {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(MedianInterval, OfSixValuesIsAllOfThem) {
  const auto found = median_interval(std::vector<double>{3, 1, 6, 2, 5, 4});
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->median, 3.5);
  EXPECT_EQ(found->low, 1);
  EXPECT_EQ(found->high, 6);
  EXPECT_DOUBLE_EQ(found->level, 1 - 2.0 / 64);
}

/// The table of Conover 1999 (A3, p = 0.5): of 20 values the 6th and the 15th, at 95.86 %.
TEST(MedianInterval, TakesTheRanksOfTheTable) {
  std::vector<double> values;
  for (int i = 20; i >= 1; --i) values.push_back(i);
  const auto found = median_interval(values);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->low, 6);
  EXPECT_EQ(found->high, 15);
  EXPECT_NEAR(found->level, 0.9586, 5e-5);
}

TEST(MedianInterval, HoldsValuesThatAreBeyondWhatWasMeasured) {
  const auto found = median_interval(std::vector<double>{1, 2, 3, 4, kInfinity, kInfinity});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->median, 3.5);
  EXPECT_EQ(found->high, kInfinity);
  const auto beyond = median_interval(std::vector<double>(6, kInfinity));
  ASSERT_TRUE(beyond);
  EXPECT_EQ(beyond->median, kInfinity) << "and not NaN";
}

TEST(MedianInterval, IsRefusedOfTooFewValuesAndOfWhatIsNoNumber) {
  EXPECT_FALSE(median_interval(std::vector<double>{1, 2, 3, 4, 5}));
  EXPECT_FALSE(median_interval(std::vector<double>{}));
  EXPECT_FALSE(median_interval(std::vector<double>{1, 2, 3, 4, 5, std::nan("")}));
  EXPECT_FALSE(median_interval(std::vector<double>{1, 2, 3, 4, 5, 6}, 1));
}

TEST(MedianInterval, HoldsTheMedianAsOftenAsItSays) {
  Random random(1);
  constexpr int kRuns = 4'000;
  int held = 0;
  for (int run = 0; run < kRuns; ++run) {
    std::vector<double> values;
    for (int i = 0; i < 10; ++i) {
      const double uniform = random.unit();
      values.push_back(uniform * uniform * uniform);  // skewed; median 1/8
    }
    const auto found = median_interval(values);
    ASSERT_TRUE(found);
    held += found->low <= 0.125 && 0.125 <= found->high;
  }
  EXPECT_NEAR(held / static_cast<double>(kRuns), 1 - 2 * 11.0 / 1024, 0.01);  // k = 2: 97.9 %
}

}  // namespace
}  // namespace harness::stats
