// Numbers "by numpy" were computed apart from this code: numpy 2.4 lstsq on rows X/N·(1, N − 1, N(N − 1))
// against 1, scipy 1.17 nnls, t.ppf, and the ends of Fieller's intervals by brentq on their inequality.
#include "harness/stats/usl.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/stats/interval.hpp"

namespace harness::stats {
namespace {

using testing::HasSubstr;

// Source: SPEC SDM91 results of a Sun SPARCcenter 2000, in Gunther, Guerrilla Capacity Planning 2007, and the
// R package usl ("specsdm91"): users, scripts per hour. Checked against the fitted values and residuals that
// the package's own tests print: its non-linear fit of these numbers gives all of them.
const std::vector<ScalingPoint> kSpecSdm91{{1, 64.9},     {18, 995.9},   {36, 1652.4}, {72, 1853.2},
                                           {108, 1828.9}, {144, 1775.0}, {216, 1702.2}};

// Source: BRL-CAD ray tracer on an SGI Origin 2000, same book and package ("raytracer"), first six levels.
const std::vector<ScalingPoint> kRayTracer{{1, 20}, {4, 78}, {8, 130}, {12, 170}, {16, 190}, {20, 200}};

std::vector<ScalingPoint> usl_points(double gamma, double alpha, double beta,
                                     const std::vector<double>& levels = {1, 2, 4, 8, 16, 32}) {
  std::vector<ScalingPoint> points;
  points.reserve(levels.size());
  for (const double n : levels) {
    points.push_back({n, gamma * n / (1 + alpha * (n - 1) + beta * n * (n - 1))});
  }
  return points;
}

TEST(Usl, AgreesWithNumpyOnSpecSdm91) {
  const auto fit = fit_usl(kSpecSdm91);
  ASSERT_TRUE(fit);
  EXPECT_NEAR(fit->gamma.estimate, 68.160705215, 1e-7);
  EXPECT_NEAR(fit->gamma.low, 57.072984091, 1e-7);
  EXPECT_NEAR(fit->gamma.high.value(), 84.595250595, 1e-7);
  EXPECT_NEAR(fit->alpha.estimate, 0.013361254591, 1e-11);
  EXPECT_NEAR(fit->alpha.low, 0.003314285880, 1e-11);
  EXPECT_NEAR(fit->alpha.high.value(), 0.027009399780, 1e-11);
  EXPECT_NEAR(fit->beta.estimate, 1.15202598470e-4, 1e-14);
  EXPECT_NEAR(fit->beta.low, 5.44314661595e-5, 1e-14);
  EXPECT_NEAR(fit->beta.high.value(), 1.72420097906e-4, 1e-14);
  EXPECT_NEAR(fit->relative_deviation, 0.075405254221, 1e-11);
  EXPECT_NEAR(fit->largest_relative_error, 0.086072721017, 1e-11);
  ASSERT_EQ(fit->peak_state, PeakState::kFound);
  EXPECT_NEAR(fit->peak->level, 92.543931530, 1e-6);
  EXPECT_NEAR(fit->peak->throughput, 1971.748848, 1e-5);
  EXPECT_EQ(fit->levels_past_peak, 3U);
  EXPECT_FALSE(fit->limit);
}

TEST(Usl, HasIntervalsOfTheRightQuantileAndDegreesOfFreedom) {
  // The R package usl takes the t quantile at `level` instead of (1 + level)/2, and n − 1 degrees of freedom
  // instead of n − 3 (https://github.com/smoeding/usl, R/confint.R). On these six levels that would be 2.015
  // instead of 3.182: γ in 19.47 … 21.20 for this fit, by numpy, where it is 19.02 … 21.76.
  const auto fit = fit_usl(kRayTracer);
  ASSERT_TRUE(fit);
  EXPECT_NEAR(fit->gamma.low, 19.015520040, 1e-7);
  EXPECT_NEAR(fit->gamma.high.value(), 21.760026660, 1e-7);
  constexpr double kStandardError = 0.0010420908238873885;  // of 1/γ, by numpy
  const double half_width = (1 / fit->gamma.low - 1 / *fit->gamma.high) / 2;
  EXPECT_NEAR(half_width / kStandardError, t_quantile(0.975, 3), 1e-6);
  // α is not known to be above 0 here; 2.015 would have called it so: 0.0167 − 2.015 · 0.0073 > 0.
  EXPECT_NEAR(fit->alpha.estimate, 0.016661511215, 1e-11);
  EXPECT_EQ(fit->alpha.low, 0);
  EXPECT_NEAR(fit->alpha.high.value(), 0.040971257609, 1e-11);
  EXPECT_NEAR(fit->beta.low, 7.204962240564e-4, 1e-13);
  EXPECT_NEAR(fit->beta.high.value(), 3.005289263076e-3, 1e-13);
}

TEST(Usl, RecoversItsOwnCurves) {
  for (const double alpha : {0.0, 0.02, 0.3}) {
    for (const double beta : {1e-4, 0.002, 0.05}) {
      const auto fit = fit_usl(usl_points(40'000, alpha, beta));
      ASSERT_TRUE(fit);
      EXPECT_NEAR(fit->gamma.estimate, 40'000, 1e-5);
      EXPECT_NEAR(fit->alpha.estimate, alpha, 1e-10);
      EXPECT_NEAR(fit->beta.estimate, beta, 1e-11);
      const double level = std::sqrt((1 - alpha) / beta);
      if (level > 64) {
        EXPECT_EQ(fit->peak_state, PeakState::kBeyondReach);
        EXPECT_FALSE(fit->peak);
        continue;
      }
      ASSERT_EQ(fit->peak_state, PeakState::kFound);
      EXPECT_NEAR(fit->peak->level, level, 1e-4);
      // It is the peak: less on both sides.
      EXPECT_GT(fit->peak->throughput, throughput_at(*fit, level * 0.99).value());
      EXPECT_GT(fit->peak->throughput, throughput_at(*fit, level * 1.01).value());
    }
  }
}

TEST(Usl, HasNoPeakAtTheBoundaryWhereBetaIsZero) {
  // Levels that bend up against the law's curve push β to 0 exactly: no peak, no NaN, Amdahl's limit instead.
  auto points = usl_points(100, 0.05, 0);
  const std::vector<double> noise{1.01, 0.99, 1.0, 1.01, 0.99, 1.01};
  for (std::size_t i = 0; i < points.size(); ++i) points[i].throughput *= noise[i];
  const auto fit = fit_usl(points);
  ASSERT_TRUE(fit);
  EXPECT_EQ(fit->beta.estimate, 0);
  EXPECT_EQ(fit->beta.low, 0);
  EXPECT_GT(fit->beta.high.value(), 0);
  EXPECT_FALSE(fit->beta.below_zero);
  EXPECT_EQ(fit->peak_state, PeakState::kNone);
  EXPECT_FALSE(fit->peak);
  ASSERT_TRUE(fit->limit);
  EXPECT_NEAR(*fit->limit, fit->gamma.estimate / fit->alpha.estimate, 1e-9);
  EXPECT_NEAR(*fit->limit, 2000, 100);
}

TEST(Usl, HasNeitherPeakNorLimitWhenNothingWaits) {
  std::vector<ScalingPoint> points;
  for (const double n : {1, 2, 4, 8, 16, 32}) points.push_back({n, 100 * std::pow(n, 1.15)});
  const auto fit = fit_usl(points);
  ASSERT_TRUE(fit);
  EXPECT_EQ(fit->alpha.estimate, 0);
  EXPECT_EQ(fit->beta.estimate, 0);
  EXPECT_EQ(fit->peak_state, PeakState::kNone);
  EXPECT_FALSE(fit->limit);
  EXPECT_TRUE(fit->alpha.below_zero);
  EXPECT_GT(fit->largest_relative_error, 0.1);
}

TEST(Usl, PeaksAtOneWhenEveryFurtherWorkerHurts) {
  const auto fit = fit_usl(usl_points(100, 1.2, 0.1));
  ASSERT_TRUE(fit);
  ASSERT_EQ(fit->peak_state, PeakState::kFound);
  EXPECT_EQ(fit->peak->level, 1);
  EXPECT_NEAR(fit->peak->throughput, 100, 1e-9);
  EXPECT_EQ(fit->levels_past_peak, 5U);
}

TEST(Usl, IgnoresTheOrderAndTheUnitOfThroughput) {
  auto points = kSpecSdm91;
  std::reverse(points.begin(), points.end());
  std::swap(points[1], points[4]);
  for (ScalingPoint& point : points) point.throughput /= 3600e200;
  const auto fit = fit_usl(kSpecSdm91);
  const auto other = fit_usl(points);
  ASSERT_TRUE(fit && other);
  EXPECT_NEAR(other->gamma.estimate * 3600e200, fit->gamma.estimate, 1e-9);
  EXPECT_NEAR(*other->gamma.high * 3600e200, *fit->gamma.high, 1e-9);
  EXPECT_NEAR(other->alpha.estimate, fit->alpha.estimate, 1e-13);
  EXPECT_NEAR(*other->beta.high, *fit->beta.high, 1e-15);
  EXPECT_NEAR(other->peak->level, fit->peak->level, 1e-8);
}

TEST(Usl, IsNotReadBeyondTwiceTheLargestLevel) {
  const auto fit = fit_usl(usl_points(100, 0.1, 0.01));
  ASSERT_TRUE(fit);
  EXPECT_NEAR(throughput_at(*fit, 64).value(), 6400 / (1 + 6.3 + 0.01 * 64 * 63), 1e-6);
  const auto beyond = throughput_at(*fit, 65);
  ASSERT_FALSE(beyond);
  EXPECT_THAT(beyond.error().message, HasSubstr("level 65 is beyond 2 times"));
}

TEST(Usl, NamesWhatItCannotUse) {
  const auto few = fit_usl(usl_points(100, 0.1, 0.01, {1, 2, 3, 4, 5}));
  ASSERT_FALSE(few);
  EXPECT_THAT(few.error().message, HasSubstr("at least 6 levels, there are 5"));
  EXPECT_FALSE(fit_usl(usl_points(100, 0.1, 0.01, {1, 2, 4, 8, 16, 16})));
  EXPECT_FALSE(fit_usl(kSpecSdm91, 1));
  auto stalled = kSpecSdm91;
  stalled[2].throughput = 0;
  const auto none = fit_usl(stalled);
  ASSERT_FALSE(none);
  EXPECT_THAT(none.error().message, HasSubstr("throughput 0 of point 2 (level 36)"));
  // Levels a hair apart cannot tell three coefficients.
  EXPECT_FALSE(fit_usl(usl_points(100, 0.1, 0.01, {1, 1 + 1e-9, 1 + 2e-9, 1 + 3e-9, 1 + 4e-9, 1 + 5e-9})));
}

}  // namespace
}  // namespace harness::stats
