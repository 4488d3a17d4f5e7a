#include "harness/stats/equivalence.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::stats {
namespace {

using Values = std::vector<double>;
const Values kClose{0.02, -0.01, 0.03, 0.05, 0.00, 0.01, -0.02, 0.04};

TEST(Equivalence, AgreesWithAnotherProgram) {
  // statsmodels.stats.weightstats.DescrStatsW(x).ttost_mean(-log m, log m), 0.15; interval: scipy.stats.t.
  const auto ten = equivalence(kClose, 1.1);
  ASSERT_TRUE(ten);
  EXPECT_NEAR(ten->p, 1.754879624690932e-05, 1e-15);
  EXPECT_NEAR(ten->log_ratio.low, -0.005478246722841, 1e-12);
  EXPECT_NEAR(ten->log_ratio.high, 0.035478246722841, 1e-12);
  EXPECT_NEAR(ten->log_margin, 0.0953101798043, 1e-12);
  EXPECT_TRUE(ten->inside);
  const auto two = equivalence(kClose, 1.02);
  EXPECT_NEAR(two->p, 0.29823041962960956, 1e-12);
  EXPECT_FALSE(two->inside);
}

TEST(Equivalence, IsInsideExactlyWhenPIsBelowHalfOfWhatTheLevelLeaves) {
  for (double margin = 1.021; margin < 1.06; margin += 0.001) {
    for (const double level : {0.9, 0.95, 0.9875}) {
      const auto found = equivalence(kClose, margin, level);
      EXPECT_EQ(found->inside, found->p < (1 - level) / 2) << margin << ' ' << level;
    }
  }
}

TEST(Equivalence, IsNotShownByNoisyBlocksHoweverCloseTheirMean) {
  const auto noisy = equivalence(Values{0.3, -0.3, 0.25, -0.25, 0.2, -0.2}, 1.1);
  EXPECT_NEAR(noisy->log_ratio.estimate, 0, 1e-15);
  EXPECT_GT(noisy->p, 0.1);
  EXPECT_FALSE(noisy->inside);
}

TEST(Equivalence, IsOneHalfAtTheMarginAndMoreBeyond) {
  const double margin = std::exp(0.015);  // the mean of kClose
  EXPECT_NEAR(equivalence(kClose, margin)->p, 0.5, 1e-9);
  EXPECT_GT(equivalence(kClose, 1.01)->p, 0.5);
}

TEST(Equivalence, IsTheSameWithTheArmsExchangedAndInAnyOrder) {
  Values other = kClose;
  for (double& value : other) value = -value;
  std::sort(other.begin(), other.end());
  EXPECT_NEAR(equivalence(other, 1.02)->p, equivalence(kClose, 1.02)->p, 1e-12);
  EXPECT_EQ(equivalence(other, 1.1)->inside, equivalence(kClose, 1.1)->inside);
}

// pyperf raises for values without variance, and its caller takes any exception for "significant".
TEST(Equivalence, HasAnAnswerForBlocksWithoutSpread) {
  const auto equal = equivalence(Values{0.01, 0.01, 0.01}, 1.1);
  ASSERT_TRUE(equal);
  EXPECT_EQ(equal->p, 0);
  EXPECT_TRUE(equal->inside);
  const auto apart = equivalence(Values{-0.5, -0.5, -0.5}, 1.1);
  EXPECT_EQ(apart->p, 1);
  EXPECT_FALSE(apart->inside);
  const double at_the_margin = std::log(1.1);
  EXPECT_EQ(equivalence(Values{at_the_margin, at_the_margin}, 1.1)->p, 1);
  EXPECT_FALSE(equivalence(Values{at_the_margin, at_the_margin}, 1.1)->inside);
}

TEST(Equivalence, RefusesAMarginThatIsNone) {
  EXPECT_EQ(equivalence(kClose, 1).error().message,
            "equivalence margin 1 must be a ratio above 1, such as 1.1");
  EXPECT_FALSE(equivalence(kClose, 0.1));
  EXPECT_FALSE(equivalence(kClose, std::nan("")));
  EXPECT_FALSE(equivalence(kClose, std::numeric_limits<double>::infinity()));
}

TEST(Equivalence, NamesTheBlockItRefuses) {
  EXPECT_EQ(equivalence(Values{0, std::nan("")}, 1.1).error().message, "value 1 of 2 is nan");
  EXPECT_FALSE(equivalence(Values{0.1}, 1.1));
}

}  // namespace
}  // namespace harness::stats
