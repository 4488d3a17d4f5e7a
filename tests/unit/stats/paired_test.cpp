#include "harness/stats/paired.hpp"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace harness::stats {
namespace {

using Values = std::vector<double>;

TEST(LogRatios, ArePerBlockAndSymmetric) {
  const auto ratios = log_ratios(Values{200, 50, 7}, Values{100, 100, 7});
  ASSERT_TRUE(ratios);
  ASSERT_EQ(ratios->size(), 3U);
  EXPECT_NEAR((*ratios)[0], 0.693147, 1e-6);
  EXPECT_NEAR((*ratios)[1], -0.693147, 1e-6);
  EXPECT_EQ((*ratios)[2], 0);
}

TEST(LogRatios, SurviveAQuotientThatWouldOverflow) {
  EXPECT_NEAR(log_ratios(Values{1e300}, Values{1e-300})->front(), 600 * std::log(10.0), 1e-9);
}

TEST(LogRatios, NameTheBlockThatHasNoLogarithm) {
  EXPECT_EQ(log_ratios(Values{1, 0}, Values{1, 1}).error().message,
            "numerator of block 1 is 0, a ratio needs a positive number");
  EXPECT_EQ(log_ratios(Values{1, 1}, Values{-2, 1}).error().message,
            "denominator of block 0 is -2, a ratio needs a positive number");
  EXPECT_FALSE(log_ratios(Values{std::nan("")}, Values{1}));
  EXPECT_FALSE(log_ratios(Values{1}, Values{std::numeric_limits<double>::infinity()}));
}

TEST(LogRatios, RefuseBlocksThatAreNotPaired) {
  EXPECT_EQ(log_ratios(Values{1, 2}, Values{1}).error().message,
            "paired values need equal numbers of blocks: 2 in the numerator, 1 in the denominator");
}

}  // namespace
}  // namespace harness::stats
