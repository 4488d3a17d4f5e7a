#include "harness/stats/theil_sen.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::stats {
namespace {

using testing::HasSubstr;

const std::vector<double> kTen{1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
const std::vector<double> kOneFarOff{2.1, 3.9, 6.2, 7.8, 10.1, 30.0, 14.2, 15.8, 18.1, 19.9};

TEST(TheilSen, AgreesWithScipy) {
  // scipy 1.17 stats.theilslopes(y, x, 0.95, method='joint'), and at 0.9.
  const auto line = theil_sen(kTen, kOneFarOff);
  ASSERT_TRUE(line);
  EXPECT_NEAR(line->slope, 2.0, 1e-12);
  EXPECT_NEAR(line->intercept, 0.1, 1e-12);
  EXPECT_NEAR(line->low.value(), 1.92, 1e-12);
  EXPECT_NEAR(line->high.value(), 2.06, 1e-12);
  EXPECT_EQ(line->level, 0.95);
  const auto narrow = theil_sen(kTen, kOneFarOff, 0.9);
  ASSERT_TRUE(narrow);
  EXPECT_NEAR(narrow->low.value(), 1.95, 1e-12);
  EXPECT_NEAR(narrow->high.value(), 2.05, 1e-12);
}

TEST(TheilSen, AgreesWithScipyWhenXAndYHaveTies) {
  const std::vector<double> x{1, 1, 2, 3, 3, 4, 5, 6};
  const std::vector<double> y{5, 4, 4, 3, 3.5, 2, 2, 0.5};
  const auto line = theil_sen(x, y);
  ASSERT_TRUE(line);
  EXPECT_NEAR(line->slope, -0.75, 1e-12);
  EXPECT_NEAR(line->intercept, 5.375, 1e-12);
  EXPECT_NEAR(line->low.value(), -1.0, 1e-12);
  EXPECT_NEAR(line->high.value(), -0.5, 1e-12);
}

TEST(TheilSen, NarrowsTheIntervalForTiesInYAlone) {
  // scipy, as above. Without the term for ties in y it would end at the 12th largest slope, 1/30, and not the
  // 13th.
  const std::vector<double> x{0, 1, 3, 7, 12, 20, 30, 44, 60, 81};
  const std::vector<double> y{0, 0, 1, 0, 1, 1, 1, 0, 1, 1};
  EXPECT_NEAR(theil_sen(x, y)->high.value(), 1 / 37.0, 1e-12);
}

TEST(TheilSen, CoversASlopeExactlyAsOftenAsKendallsCountSaysInEveryOrderOfNoise) {
  // Slope 0 is inside unless too few pairs, or too many, are out of order: over all n! orders of n values,
  // the share with at most M − 1 discordant pairs, twice. n = 5: M = 1, 2·1/120. n = 6: M = 2, 2·(1 + 5)/720.
  // n = 7: M = 4, 2·(1 + 6 + 20 + 49)/5040. Source: Kendall 1938, table of the distribution of τ.
  const std::vector<std::pair<int, int>> missed_of_all{{2, 120}, {12, 720}, {152, 5040}};
  for (const auto& [missed, all] : missed_of_all) {
    const int n = all == 120 ? 5 : all == 720 ? 6 : 7;
    std::vector<double> y(static_cast<std::size_t>(n));
    std::iota(y.begin(), y.end(), 1.0);
    int outside = 0;
    int orders = 0;
    do {
      const auto line = theil_sen(y);
      ASSERT_TRUE(line && line->low && line->high);
      outside += *line->low > 0 || *line->high < 0 ? 1 : 0;
      ++orders;
    } while (std::next_permutation(y.begin(), y.end()));
    EXPECT_EQ(orders, all);
    EXPECT_EQ(outside, missed) << n;
  }
}

TEST(TheilSen, HasNoIntervalForFourPoints) {
  const auto line = theil_sen(std::vector<double>{1, 2, 2.5, 4});
  ASSERT_TRUE(line);
  EXPECT_NEAR(line->slope, 1.0, 1e-12);
  EXPECT_FALSE(line->low);
  EXPECT_FALSE(line->high);
}

TEST(TheilSen, IgnoresTheOrderOfThePoints) {
  const auto line = theil_sen(kTen, kOneFarOff);
  std::vector<double> x(kTen.rbegin(), kTen.rend());
  std::vector<double> y(kOneFarOff.rbegin(), kOneFarOff.rend());
  std::swap(x[2], x[7]);
  std::swap(y[2], y[7]);
  const auto other = theil_sen(x, y);
  ASSERT_TRUE(line && other);
  EXPECT_EQ(other->slope, line->slope);
  EXPECT_EQ(other->low, line->low);
  EXPECT_EQ(other->high, line->high);
}

TEST(TheilSen, FollowsUnitsAndMirrors) {
  std::vector<double> x;
  std::vector<double> y;
  for (std::size_t i = 0; i < kTen.size(); ++i) {
    x.push_back(kTen[i] * 4);
    y.push_back(100 - kOneFarOff[i] * 2);
  }
  const auto line = theil_sen(kTen, kOneFarOff);
  const auto other = theil_sen(x, y);
  ASSERT_TRUE(line && other);
  EXPECT_NEAR(other->slope, -line->slope / 2, 1e-12);
  EXPECT_NEAR(other->intercept, 100 - line->intercept * 2, 1e-12);
  EXPECT_NEAR(*other->low, -*line->high / 2, 1e-12);
  EXPECT_NEAR(*other->high, -*line->low / 2, 1e-12);
}

TEST(TheilSen, IsNotMovedByAQuarterOfWildPoints) {
  std::vector<double> y;
  y.reserve(40);
  for (int i = 0; i < 40; ++i) y.push_back(i % 4 == 1 ? 1e9 * (i % 3 - 1) : 3 + 0.5 * i);
  const auto line = theil_sen(y);
  ASSERT_TRUE(line);
  EXPECT_NEAR(line->slope, 0.5, 1e-12);
  EXPECT_NEAR(line->intercept, 3, 1e-12);
}

TEST(TheilSen, IsFlatWithNoWidthWhenNothingVaries) {
  const auto line = theil_sen(std::vector<double>(12, 0.1));
  ASSERT_TRUE(line);
  EXPECT_EQ(line->slope, 0);
  EXPECT_EQ(line->intercept, 0.1);
  EXPECT_EQ(line->low, 0);
  EXPECT_EQ(line->high, 0);
}

TEST(TheilSen, NamesWhatItCannotUse) {
  const auto nan = theil_sen(std::vector<double>{1, 2, std::nan("")});
  ASSERT_FALSE(nan);
  EXPECT_EQ(nan.error().message, "y: value 2 of 3 is nan");
  const auto upright = theil_sen(std::vector<double>{4, 4}, std::vector<double>{1, 2});
  ASSERT_FALSE(upright);
  EXPECT_THAT(upright.error().message, HasSubstr("all 2 points have x = 4"));
  const auto uneven = theil_sen(std::vector<double>{4, 4, 5}, std::vector<double>{1, 2});
  ASSERT_FALSE(uneven);
  EXPECT_THAT(uneven.error().message, HasSubstr("3 x and 2 y"));
  EXPECT_FALSE(theil_sen(std::vector<double>{1}));
  EXPECT_FALSE(theil_sen(std::vector<double>{1, 2, 3}, 95));
  const auto steep = theil_sen(std::vector<double>{0, -1e308, 1e308, 0, 0, 0});
  ASSERT_FALSE(steep);
  EXPECT_THAT(steep.error().message, HasSubstr("between points 1 and 2 is too steep"));
  const auto many = theil_sen(std::vector<double>(kMostPoints + 1, 1.0));
  ASSERT_FALSE(many);
  EXPECT_THAT(many.error().message, HasSubstr("5001 points are more than 5000"));
}

}  // namespace
}  // namespace harness::stats
