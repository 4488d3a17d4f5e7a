#include "harness/stats/steady_state.hpp"

#include <cmath>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::stats {
namespace {

using testing::HasSubstr;
using testing::Not;

/// `bins` of exp(per_bin · i): a constant rate of change.
std::vector<double> changing(std::size_t bins, double per_bin) {
  std::vector<double> levels;
  for (std::size_t i = 0; i < bins; ++i)
    levels.push_back(40'000 * std::exp(per_bin * static_cast<double>(i)));
  return levels;
}

TEST(SteadyState, IsSteadyWhenNothingVaries) {
  const auto check = check_steady(std::vector<double>(20, 36'500.0));
  ASSERT_TRUE(check);
  EXPECT_TRUE(check->steady);
  EXPECT_NEAR(check->halves, 0, 1e-15);
  EXPECT_EQ(check->drift, 0);
  EXPECT_THAT(check->reason, HasSubstr("steady: "));
  EXPECT_THAT(check->reason, Not(HasSubstr("unsteady")));
}

TEST(SteadyState, ComparesTheMeansOfTheHalvesWithoutTheMiddleBin) {
  // 5 × 110, 1 × 999, 5 × 100: log 1.1.
  std::vector<double> levels(5, 110.0);
  levels.push_back(999);
  levels.resize(11, 100.0);
  const auto check = check_steady(levels);
  ASSERT_TRUE(check);
  EXPECT_NEAR(check->halves, std::log(1.1), 1e-12);
  EXPECT_FALSE(check->steady);
  EXPECT_THAT(check->reason, HasSubstr("the first half is 10.0 % faster than the second (limit 3 %)"));
}

TEST(SteadyState, HasTheDriftOfAConstantRateOfChange) {
  const auto check = check_steady(changing(50, 0.001));
  ASSERT_TRUE(check);
  EXPECT_NEAR(check->drift, 0.05, 1e-12);
  // Every bin of the second half is 25 bins later than its partner in the first.
  EXPECT_NEAR(check->halves, -0.025, 1e-12);
  EXPECT_FALSE(check->steady);
  EXPECT_EQ(check->reason, "unsteady: by its trend it ends 5.1 % faster than it begins (limit 2 %)");
}

TEST(SteadyState, NamesBothReasonsWhenBothLimitsArePassed) {
  const auto check = check_steady(changing(50, -0.01));
  ASSERT_TRUE(check);
  EXPECT_THAT(check->reason, HasSubstr("the first half is 28.4 % faster than the second"));
  EXPECT_THAT(check->reason, HasSubstr("it begins 64.9 % faster than it ends"));
}

TEST(SteadyState, HoldsEachLimitOnItsOwn) {
  // A drift of 1.98 % and 2.02 %: halves apart by half of that.
  EXPECT_TRUE(check_steady(changing(100, 0.000198))->steady);
  EXPECT_FALSE(check_steady(changing(100, 0.000202))->steady);
  EXPECT_FALSE(check_steady(changing(100, -0.000202))->steady);
  // A pause in a few bins of one half: no trend for a median of slopes, but the half is slower.
  const auto with_pause = [](double left) {
    std::vector<double> levels(100, 1000.0);
    for (std::size_t i = 70; i < 75; ++i) levels[i] = left;
    return *check_steady(levels);
  };
  // 5 of 50 bins lose 28 % or 32 %: −log(0.972) = 0.0284, −log(0.968) = 0.0325.
  EXPECT_TRUE(with_pause(720).steady);
  EXPECT_FALSE(with_pause(680).steady);
  EXPECT_EQ(with_pause(680).drift, 0);
}

TEST(SteadyState, SaysWhenNoiseAloneCouldDrift) {
  const auto noisy = check_steady(std::vector<double>{10, 14, 9, 15, 8, 13, 10, 15, 9, 14, 11, 13});
  ASSERT_TRUE(noisy);
  EXPECT_FALSE(noisy->steady);
  EXPECT_FALSE(noisy->drift_is_clear);
  EXPECT_THAT(noisy->reason, HasSubstr("which its noise alone could do: use longer bins"));
  const auto rising = check_steady(changing(50, 0.01));
  EXPECT_TRUE(rising->drift_is_clear);
  EXPECT_THAT(rising->reason, Not(HasSubstr("noise")));
}

TEST(SteadyState, DoesNotDependOnTheUnitAndMirrors) {
  std::vector<double> levels = changing(30, 0.0004);
  levels[4] *= 0.8;
  const auto check = check_steady(levels);
  for (double& level : levels) level *= 1e300;
  const auto large = check_steady(levels);
  std::vector<double> reversed(levels.rbegin(), levels.rend());
  const auto mirrored = check_steady(reversed);
  ASSERT_TRUE(check && large && mirrored);
  EXPECT_NEAR(large->halves, check->halves, 1e-12);
  EXPECT_NEAR(large->drift, check->drift, 1e-11);
  EXPECT_NEAR(mirrored->halves, -check->halves, 1e-12);
  EXPECT_NEAR(mirrored->drift, -check->drift, 1e-11);
}

TEST(SteadyState, NamesTheBinThatHasNoLogarithm) {
  std::vector<double> levels(20, 5.0);
  levels[7] = 0;
  const auto check = check_steady(levels);
  ASSERT_FALSE(check);
  EXPECT_EQ(check.error().message,
            "throughput of bin 7 of 20 is 0, its logarithm needs a positive number: use longer bins");
  levels[7] = std::nan("");
  EXPECT_FALSE(check_steady(levels));
  const auto few = check_steady(std::vector<double>(9, 1.0));
  ASSERT_FALSE(few);
  EXPECT_THAT(few.error().message, HasSubstr("at least 10 bins, there are 9"));
}

}  // namespace
}  // namespace harness::stats
