#include "harness/stats/hodges_lehmann.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::stats {
namespace {

using testing::HasSubstr;
using Values = std::vector<double>;

/// Darwin's differences between cross- and self-fertilised maize, eighths of an inch.
/// Source: Fisher 1935, The Design of Experiments, table 3.
const Values kDarwin{49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48};

TEST(SignedRankProbability, AgreesWithPrintedTables) {
  // The usual two-sided 5 % points: 0 of 6, 8 of 10, 52 of 20, 81 of 24, 434 of 50.
  EXPECT_EQ(signed_rank_probability(6, 0), 1.0 / 64);
  EXPECT_EQ(signed_rank_probability(6, 1), 2.0 / 64);
  EXPECT_EQ(signed_rank_probability(10, 8), 25.0 / 1024);
  EXPECT_EQ(signed_rank_probability(10, 10), 43.0 / 1024);
  EXPECT_NEAR(signed_rank_probability(20, 52), 0.02422046661, 1e-11);
  EXPECT_NEAR(signed_rank_probability(24, 81), 0.02453058958, 1e-11);
  EXPECT_NEAR(signed_rank_probability(50, 434), 0.02472320340, 1e-11);
}

TEST(SignedRankProbability, CoversItsWholeRange) {
  EXPECT_EQ(signed_rank_probability(0, 0), 1);
  EXPECT_EQ(signed_rank_probability(1, 0), 0.5);
  for (const std::size_t n : {1U, 5U, 50U, 60U}) {
    EXPECT_EQ(signed_rank_probability(n, n * (n + 1) / 2), 1) << n;
    EXPECT_EQ(signed_rank_probability(n, 100'000), 1) << n;
  }
}

TEST(SignedRankProbability, IsCloseToTheExactOneWhereItIsApproximated) {
  // n = 60, t = 650. Counted in Python integers: 0.0255225. Φ((650.5 − 915)/√18452.5), by scipy:
  // 0.02575873696.
  EXPECT_NEAR(signed_rank_probability(60, 650), 0.0255225, 3e-4);
  EXPECT_NEAR(signed_rank_probability(60, 650), 0.02575873696, 1e-11);
}

TEST(HodgesLehmann, AgreesWithTheHandCalculation) {
  // Averages of the 21 pairs of 1, 2, 3, 4, 5, 15: 1, 1.5, 2, 2, 2.5, 2.5, 3, 3, 3, 3.5, [3.5], 4, 4, 4.5, 5,
  // 8, 8.5, 9, 9.5, 10, 15. Of the signed ranks of 6 values only T⁺ ≤ 0 has 2P ≤ 0.05: 2/64.
  const auto found = hodges_lehmann(Values{1, 2, 3, 4, 5, 15});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->estimate, 3.5);
  EXPECT_EQ(found->low, 1);
  EXPECT_EQ(found->high, 15);
  EXPECT_EQ(found->level, 0.95);
  EXPECT_EQ(found->attained_level, 1 - 2.0 / 64);
  EXPECT_EQ(found->n, 6U);
  EXPECT_TRUE(found->exact);
}

TEST(HodgesLehmann, AgreesWithATextbook) {
  // Hamilton depression scale of nine patients, before minus after.
  // Source: Hollander, Wolfe, Chicken 2014, examples 3.3 and 3.4: 0.46 in [0.010, 0.786] at 0.961.
  const Values fell{1.83 - 0.878, 0.50 - 0.647, 1.62 - 0.598, 2.48 - 2.05, 1.68 - 1.06,
                    1.88 - 1.29,  1.55 - 1.06,  3.06 - 3.14,  1.30 - 1.29};
  const auto found = hodges_lehmann(fell);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->estimate, 0.46, 1e-12);
  EXPECT_NEAR(found->low, 0.010, 1e-12);
  EXPECT_NEAR(found->high, 0.786, 1e-12);
  EXPECT_EQ(found->attained_level, 1 - 20.0 / 512);
}

TEST(HodgesLehmann, AgreesWithAPlainSearchOverAllPairs) {
  // By a list of all pairs and counts of rank sums in Python integers.
  const auto usual = hodges_lehmann(kDarwin);
  ASSERT_TRUE(usual);
  EXPECT_EQ(usual->estimate, 25);
  EXPECT_EQ(usual->low, 4);
  EXPECT_EQ(usual->high, 41.5);
  EXPECT_NEAR(usual->attained_level, 0.95208740234375, 1e-14);
  const auto stricter = hodges_lehmann(kDarwin, 0.99);
  EXPECT_EQ(stricter->low, -13);
  EXPECT_EQ(stricter->high, 49);
}

TEST(HodgesLehmann, IsHardlyMovedByOneOutlier) {
  Values wild = kDarwin;
  wild[12] = 75e6;
  EXPECT_NEAR(hodges_lehmann(wild)->estimate, 25, 3);
  EXPECT_LT(hodges_lehmann(wild)->high, 100);
}

TEST(HodgesLehmann, DoesNotDependOnTheOrder) {
  Values sorted = kDarwin;
  std::sort(sorted.begin(), sorted.end());
  EXPECT_EQ(hodges_lehmann(sorted)->estimate, hodges_lehmann(kDarwin)->estimate);
  EXPECT_EQ(hodges_lehmann(sorted)->low, hodges_lehmann(kDarwin)->low);
}

TEST(HodgesLehmann, FollowsShiftAndUnitAndMirror) {
  const auto original = hodges_lehmann(kDarwin);
  Values moved = kDarwin;
  for (double& value : moved) value = -0.125 * value + 3;
  const auto mirrored = hodges_lehmann(moved);
  EXPECT_EQ(mirrored->estimate, -0.125 * original->estimate + 3);
  EXPECT_EQ(mirrored->low, -0.125 * original->high + 3);
  EXPECT_EQ(mirrored->high, -0.125 * original->low + 3);
}

TEST(HodgesLehmann, SaysWhenItIsApproximate) {
  Values many;
  for (int i = 0; i < 60; ++i) many.push_back(i);
  const auto found = hodges_lehmann(many);
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->exact);
  EXPECT_EQ(found->estimate, 29.5);
  EXPECT_GE(found->attained_level, 0.95);
  EXPECT_LT(found->attained_level, 0.952);
  EXPECT_GT(hodges_lehmann(many, 1 - 1e-16)->attained_level, 1 - 1e-16);  // 2⁻⁶⁰ is not approximated
  many.resize(50);
  EXPECT_TRUE(hodges_lehmann(many)->exact);
}

TEST(HodgesLehmann, SaysHowManyValuesALevelNeeds) {
  const auto few = hodges_lehmann(Values{1, 2, 3, 4, 5});
  ASSERT_FALSE(few);
  EXPECT_EQ(few.error().message, "a signed-rank interval of level 0.95 needs at least 6 values, there are 5");
  EXPECT_THAT(hodges_lehmann(Values{1, 2, 3, 4, 5, 6, 7}, 0.9875).error().message, HasSubstr("at least 8"));
  EXPECT_TRUE(hodges_lehmann(Values{1, 2, 3, 4, 5, 6, 7, 8}, 0.9875));
  EXPECT_FALSE(hodges_lehmann({}));
}

TEST(HodgesLehmann, RefusesWhatIsNoNumberNoLevelOrTooMuch) {
  Values values = kDarwin;
  values[3] = std::nan("");
  EXPECT_EQ(hodges_lehmann(values).error().message, "value 3 of 15 is nan");
  values[3] = std::numeric_limits<double>::infinity();
  EXPECT_FALSE(hodges_lehmann(values));
  EXPECT_FALSE(hodges_lehmann(kDarwin, 95));
  EXPECT_FALSE(hodges_lehmann(kDarwin, std::nan("")));
  EXPECT_THAT(hodges_lehmann(Values(2'001)).error().message, HasSubstr("2001 values"));
}

TEST(HodgesLehmann, DoesNotOverflow) {
  const auto huge = hodges_lehmann(Values{1e308, 1.1e308, 1.2e308, 1.3e308, 1.4e308, 1.7e308});
  ASSERT_TRUE(huge);
  EXPECT_TRUE(std::isfinite(huge->estimate));
}

}  // namespace
}  // namespace harness::stats
