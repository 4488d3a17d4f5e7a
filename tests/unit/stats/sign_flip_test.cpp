#include "harness/stats/sign_flip.hpp"

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

/// Source: Fisher 1935, The Design of Experiments, table 3 and §21.
const Values kDarwin{49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48};

TEST(SignFlip, AgreesWithFishersCountOfDarwinsMaize) {
  // Fisher counted 863 of the 32,768 patterns at least as favourable: 1,726 in both directions.
  const auto test = sign_flip_test(kDarwin);
  ASSERT_TRUE(test);
  EXPECT_EQ(test->p, 1'726.0 / 32'768);
  EXPECT_TRUE(test->exact);
  EXPECT_EQ(test->patterns, 32'768U);
}

TEST(SignFlip, AgreesWithTheHandCalculation) {
  // ±1 ±2 ±3 with |sum| ≥ |1 + 2 − 3| = 0: all. With |sum| ≥ |1 − 2 + 3| = 2: 6 of 8. With |sum| = 6: 2 of 8.
  EXPECT_EQ(sign_flip_test(Values{1, 2, -3})->p, 1);
  EXPECT_EQ(sign_flip_test(Values{1, -2, 3})->p, 0.75);
  EXPECT_EQ(sign_flip_test(Values{1, 2, 3})->p, 0.25);
}

TEST(SignFlip, CountsTiesAlsoWhenDoublesRoundThemApart) {
  // 0.1 + 0.2 and 0.3 are not the same double. Of the 8 patterns 6 have |sum| ≥ |0.1 + 0.2 − 0.3 + 0.6| =
  // 0.6, halves of ±0.1 ±0.2 ±0.3 with ±0.6: sums 0.6 + {±0.6, ±0.4, ±0.2, 0, 0}, 5 of them ≥ 0.6.
  EXPECT_EQ(sign_flip_test(Values{0.1, 0.2, -0.3, 0.6})->p, 5.0 / 8);
  EXPECT_EQ(sign_flip_test(Values{0.1, 0.1, 0.1, -0.3})->p, 1);
}

TEST(SignFlip, TestsForAnyMean) {
  Values moved = kDarwin;
  for (double& value : moved) value += 5;
  EXPECT_EQ(sign_flip_test(moved, 5)->p, 1'726.0 / 32'768);
  EXPECT_LT(sign_flip_test(moved)->p, 1'726.0 / 32'768);
}

TEST(SignFlip, DoesNotDependOnOrderUnitOrDirection) {
  Values sorted = kDarwin;
  std::sort(sorted.begin(), sorted.end());
  Values other_unit = kDarwin;
  for (double& value : other_unit) value *= -1.1e-7;
  EXPECT_EQ(sign_flip_test(sorted)->p, 1'726.0 / 32'768);
  EXPECT_EQ(sign_flip_test(other_unit)->p, 1'726.0 / 32'768);
}

TEST(SignFlip, IsOneForValuesThatAreAllTheMean) {
  EXPECT_EQ(sign_flip_test(Values{0, 0, 0, 0})->p, 1);
  EXPECT_EQ(sign_flip_test(Values{2.5, 2.5}, 2.5)->p, 1);
}

TEST(SignFlip, SurvivesTheSmallestAndLargestDoubles) {
  EXPECT_EQ(sign_flip_test(Values{5e-324, 5e-324, 5e-324})->p, 0.25);
  EXPECT_EQ(sign_flip_test(Values{4e307, 4e307, 4e307})->p, 0.25);
  EXPECT_THAT(sign_flip_test(Values{1e308, 1e308}).error().message, HasSubstr("2 values are too large"));
}

TEST(SignFlip, ReachesTheSmallestAttainableP) {
  for (const std::size_t n : {1U, 2U, 6U, 10U, 16U, 20U}) {
    const auto test = sign_flip_test(Values(n, 0.7));
    EXPECT_EQ(test->p, smallest_attainable_p(n)) << n;
    EXPECT_TRUE(test->exact);
  }
}

TEST(SmallestAttainableP, IsTwoOutOfAllPatterns) {
  EXPECT_EQ(smallest_attainable_p(0), 1);
  EXPECT_EQ(smallest_attainable_p(1), 1);
  EXPECT_EQ(smallest_attainable_p(3), 0.25);
  EXPECT_EQ(smallest_attainable_p(8), 0.0078125);
  EXPECT_GT(smallest_attainable_p(1'000'000), 0);
}

// MongoDB's and Otava's permutation tests report z/B or z/(B + 1): 0 when no draw is as extreme.
TEST(SignFlip, IsNeverZeroWhenPatternsAreDrawn) {
  const auto test = sign_flip_test(Values(60, 1.0), 0, {.patterns = 999, .seed = 1});
  ASSERT_TRUE(test);
  EXPECT_FALSE(test->exact);
  EXPECT_EQ(test->patterns, 999U);
  EXPECT_EQ(test->p, 0.001);
}

TEST(SignFlip, ByDrawsIsCloseToTheExactOne) {
  // Darwin's 15 values and six zeros, whose signs do not matter: 1,726 of 32,768 with standard error 0.0007.
  Values padded = kDarwin;
  padded.resize(21, 0);
  const auto test = sign_flip_test(padded);
  ASSERT_FALSE(test->exact);
  EXPECT_NEAR(test->p, 1'726.0 / 32'768, 0.003);
  // More than 64 values need a second word of random signs.
  padded.insert(padded.begin(), 60, 0.0);
  EXPECT_NEAR(sign_flip_test(padded)->p, 1'726.0 / 32'768, 0.003);
}

TEST(SignFlip, ByDrawsIsTheSameForTheSameSeed) {
  Values padded = kDarwin;
  padded.resize(25, 3);
  const auto p = [&](std::uint64_t seed) {
    return sign_flip_test(padded, 0, {.patterns = 5'000, .seed = seed})->p;
  };
  EXPECT_EQ(p(1), p(1));
  EXPECT_NE(p(1), p(2));
}

TEST(SignFlip, RefusesWhatCannotBeTested) {
  EXPECT_EQ(sign_flip_test({}).error().message, "a sign-flip test needs at least 1 value, there are 0");
  EXPECT_EQ(sign_flip_test(Values{1, std::nan("")}).error().message, "value 1 of 2 is nan");
  EXPECT_FALSE(sign_flip_test(Values{1}, std::numeric_limits<double>::infinity()));
  EXPECT_FALSE(sign_flip_test(Values{1}, 0, {.patterns = 0}));
}

}  // namespace
}  // namespace harness::stats
