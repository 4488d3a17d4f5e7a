// Numbers "by numpy" were computed apart from this code: numpy 2.4 lstsq on rows X/N·(1, N − 1) against 1,
// scipy 1.17 nnls, t.ppf, and the ends of Fieller's interval by brentq on its inequality.
#include "harness/stats/amdahl.hpp"

#include <cmath>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::stats {
namespace {

using testing::HasSubstr;

std::vector<ScalingPoint> amdahl_points(double gamma, double sigma, const std::vector<double>& levels) {
  std::vector<ScalingPoint> points;
  points.reserve(levels.size());
  for (const double n : levels) points.push_back({n, gamma * n / (1 + sigma * (n - 1))});
  return points;
}

TEST(Amdahl, RecoversItsOwnCurve) {
  for (const double sigma : {0.0, 0.03, 0.5, 1.0}) {
    const auto fit = fit_amdahl(amdahl_points(1e4, sigma, {1, 2, 4}));
    ASSERT_TRUE(fit);
    EXPECT_NEAR(fit->gamma.estimate, 1e4, 1e-6);
    EXPECT_NEAR(fit->sigma.estimate, sigma, 1e-12);
    EXPECT_NEAR(fit->largest_relative_error, 0, 1e-12);
    EXPECT_NEAR(throughput_at(*fit, 8).value(), 1e4 * 8 / (1 + sigma * 7), 1e-5);
  }
}

TEST(Amdahl, AgreesWithNumpyOnThreeLevels) {
  const auto fit = fit_amdahl(std::vector<ScalingPoint>{{1, 100}, {2, 150}, {4, 190}});
  ASSERT_TRUE(fit);
  EXPECT_NEAR(fit->gamma.estimate, 100.86916742909, 1e-9);
  EXPECT_NEAR(fit->gamma.low, 80.72110647973, 1e-8);
  EXPECT_NEAR(fit->gamma.high.value(), 134.42069378012, 1e-7);
  EXPECT_NEAR(fit->sigma.estimate, 0.36810003049710, 1e-12);
  EXPECT_NEAR(fit->sigma.low, 0.13908419549138, 1e-11);
  EXPECT_NEAR(fit->sigma.high.value(), 0.70953827957310, 1e-11);
  EXPECT_NEAR(fit->relative_deviation, 0.021295885499998, 1e-12);
  EXPECT_NEAR(fit->largest_relative_error, 0.017233560090703, 1e-12);
}

TEST(Amdahl, IgnoresTheOrderAndTheUnitOfThroughput) {
  const auto fit = fit_amdahl(std::vector<ScalingPoint>{{1, 100}, {2, 150}, {4, 190}});
  const auto other = fit_amdahl(std::vector<ScalingPoint>{{4, 190e250}, {1, 100e250}, {2, 150e250}});
  ASSERT_TRUE(fit && other);
  EXPECT_NEAR(other->gamma.estimate / 1e250, fit->gamma.estimate, 1e-9);
  EXPECT_NEAR(*other->gamma.high / 1e250, *fit->gamma.high, 1e-8);
  EXPECT_NEAR(other->sigma.estimate, fit->sigma.estimate, 1e-12);
  EXPECT_NEAR(*other->sigma.high, *fit->sigma.high, 1e-11);
}

TEST(Amdahl, SaysWhenLevelsScaleBetterThanItCan) {
  // Eight exact doublings and a bit: N^1.1.
  std::vector<ScalingPoint> points;
  for (double n = 1; n <= 128; n *= 2) points.push_back({n, 50 * std::pow(n, 1.1)});
  const auto fit = fit_amdahl(points);
  ASSERT_TRUE(fit);
  EXPECT_EQ(fit->sigma.estimate, 0);
  EXPECT_EQ(fit->sigma.low, 0);
  EXPECT_TRUE(fit->sigma.below_zero);
  EXPECT_GT(fit->largest_relative_error, 0.1);
}

TEST(Amdahl, IsNotReadBeyondTwiceTheLargestLevel) {
  const auto fit = fit_amdahl(amdahl_points(10, 0.1, {1, 2, 4}));
  ASSERT_TRUE(fit);
  EXPECT_TRUE(throughput_at(*fit, 8));
  const auto beyond = throughput_at(*fit, 9);
  ASSERT_FALSE(beyond);
  EXPECT_THAT(beyond.error().message, HasSubstr("level 9 is beyond 2 times the largest measured level, 4"));
}

TEST(Amdahl, NamesWhatItCannotUse) {
  EXPECT_THAT(fit_amdahl(amdahl_points(10, 0.1, {1, 2})).error().message,
              HasSubstr("at least 3 levels, there are 2"));
  EXPECT_FALSE(fit_amdahl(amdahl_points(10, 0.1, {1, 2, 2})));
  EXPECT_FALSE(fit_amdahl(amdahl_points(10, 0.1, {1, 2, 4}), 95));
  EXPECT_FALSE(fit_amdahl(std::vector<ScalingPoint>{{1, 10}, {2, 0}, {4, 30}}));
}

}  // namespace
}  // namespace harness::stats
