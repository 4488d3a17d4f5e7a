#include "harness/stats/relative_fit.hpp"

#include <cmath>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/base/random.hpp"
#include "harness/stats/interval.hpp"

namespace harness::stats {
namespace {

using testing::HasSubstr;

std::vector<FitRow> random_rows(std::uint64_t seed, std::array<double, 3> truth, double noise) {
  Random random(seed);
  std::vector<FitRow> rows;
  for (int i = 0; i < 8; ++i) {
    FitRow row{{1, 4 * random.unit(), 4 * random.unit()}, 0};
    for (std::size_t k = 0; k < 3; ++k) row.value += truth[k] * row.column[k];
    row.value *= 1 + noise * (random.unit() - 0.5);
    rows.push_back(row);
  }
  return rows;
}

TEST(RelativeFitTest, AgreesWithTheHandCalculationForTwoColumns) {
  // Values 2, 2, 4 over x = 0, 1, 2: rows (1/2, 0), (1/2, 1/2), (1/4, 1/2) against 1.
  // Normal equations: [9/16 3/8; 3/8 1/2]·(a, b) = (5/4, 1): det = 9/64, a = (5/8 − 3/8)·64/9 = 16/9,
  // b = (9/16 − 15/32)·64/9 = 2/3. Errors 1/9, −2/9, 2/9: Σ² = 1/9, one degree of freedom, s = 1/3.
  const std::vector<FitRow> rows{{{1, 0}, 2}, {{1, 1}, 2}, {{1, 2}, 4}};
  const auto fit = fit_relative(rows, 2);
  ASSERT_TRUE(fit);
  EXPECT_NEAR(fit->coefficient[0], 16.0 / 9, 1e-12);
  EXPECT_NEAR(fit->coefficient[1], 2.0 / 3, 1e-12);
  EXPECT_EQ(fit->degrees_of_freedom, 1);
  EXPECT_NEAR(fit->relative_deviation, 1.0 / 3, 1e-12);
  EXPECT_NEAR(fit->largest_relative_error, 2.0 / 9, 1e-12);
  // s²·(ZᵀZ)⁻¹ = 1/9 · 64/9 · [1/2 −3/8; −3/8 9/16].
  EXPECT_NEAR(fit->covariance[0][0], 64.0 / 81 / 2, 1e-12);
  EXPECT_NEAR(fit->covariance[0][1], -64.0 / 81 * 3 / 8, 1e-12);
  EXPECT_NEAR(fit->covariance[1][0], fit->covariance[0][1], 1e-15);
  EXPECT_NEAR(fit->covariance[1][1], 64.0 / 81 * 9 / 16, 1e-12);
}

TEST(RelativeFitTest, KeepsTheConditionsOfAMinimumWithoutNegatives) {
  // Karush-Kuhn-Tucker: the gradient of Σ(1 − Σ c·z)² is 0 where c > 0 and not below 0 where c = 0.
  int at_limit = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const auto rows = random_rows(seed, {1, 0.2, 0}, 0.4);
    const auto fit = fit_relative(rows, 3);
    ASSERT_TRUE(fit);
    for (std::size_t k = 0; k < 3; ++k) {
      double gradient = 0;
      for (const FitRow& row : rows) {
        double error = 1;
        for (std::size_t j = 0; j < 3; ++j) error -= fit->coefficient[j] * row.column[j] / row.value;
        gradient -= 2 * error * row.column[k] / row.value;
      }
      ASSERT_GE(fit->coefficient[k], 0);
      if (fit->coefficient[k] > 0) {
        EXPECT_NEAR(gradient, 0, 1e-9) << seed;
      } else {
        EXPECT_GE(gradient, 0) << seed;
        ++at_limit;
      }
    }
  }
  EXPECT_GT(at_limit, 50);
}

TEST(RelativeFitTest, RecoversWhatHasNoNoise) {
  const auto fit = fit_relative(random_rows(5, {2, 0.3, 0.07}, 0), 3);
  ASSERT_TRUE(fit);
  EXPECT_NEAR(fit->coefficient[0], 2, 1e-10);
  EXPECT_NEAR(fit->coefficient[1], 0.3, 1e-10);
  EXPECT_NEAR(fit->coefficient[2], 0.07, 1e-10);
  EXPECT_NEAR(fit->relative_deviation, 0, 1e-12);
  const Bounded ratio = ratio_to_first(*fit, 2, 0.95);
  EXPECT_NEAR(ratio.low, 0.035, 1e-9);
  EXPECT_NEAR(ratio.high.value(), 0.035, 1e-9);
}

TEST(RatioToFirst, HasEndsThatSatisfyFiellersEquation) {
  const auto fit = fit_relative(random_rows(9, {1, 0.5, 0.3}, 0.2), 3);
  ASSERT_TRUE(fit);
  const double t = t_quantile(0.95, fit->degrees_of_freedom);
  const auto excess = [&](double ratio) {
    const double distance = fit->free[1] - ratio * fit->free[0];
    return distance * distance - t * t *
                                     (fit->covariance[1][1] - 2 * ratio * fit->covariance[0][1] +
                                      ratio * ratio * fit->covariance[0][0]);
  };
  const Bounded ratio = ratio_to_first(*fit, 1, 0.9);
  ASSERT_GT(ratio.low, 0);
  EXPECT_NEAR(excess(ratio.low), 0, 1e-12);
  EXPECT_NEAR(excess(ratio.high.value()), 0, 1e-12);
  EXPECT_LT(excess(ratio.estimate), 0);
  EXPECT_LT(ratio_to_first(*fit, 1, 0.99).low, ratio.low);
}

TEST(RatioToFirst, HasNoUpperEndWhenTheFirstCoefficientMayBeZero) {
  RelativeFit fit;
  fit.columns = 2;
  fit.coefficient = fit.free = {1, 1};
  fit.degrees_of_freedom = 5;
  fit.covariance[0][0] = 0.25;  // t(.975, 5)·0.5 = 1.29 > 1
  fit.covariance[1][1] = 0.01;
  EXPECT_FALSE(ratio_to_first(fit, 1, 0.95).high);
  EXPECT_EQ(ratio_to_first(fit, 1, 0.95).low, 0);
  EXPECT_FALSE(inverse_of_first(fit, 0.95).high);
  EXPECT_NEAR(inverse_of_first(fit, 0.95).low, 1 / (1 + 2.570582 * 0.5), 1e-6);
  EXPECT_TRUE(ratio_to_first(fit, 1, 0.5).high);
}

TEST(RatioToFirst, CutsAtZeroAndSaysWhenAllWasBelow) {
  RelativeFit fit;
  fit.columns = 2;
  fit.coefficient = {1, 0};
  fit.free = {1, -0.1};
  fit.degrees_of_freedom = 5;
  fit.covariance[0][0] = 1e-6;
  fit.covariance[1][1] = 0.01;  // −0.1 ± 0.257
  const Bounded near = ratio_to_first(fit, 1, 0.95);
  EXPECT_EQ(near.low, 0);
  EXPECT_NEAR(near.high.value(), 0.157, 0.001);
  EXPECT_FALSE(near.below_zero);
  fit.covariance[1][1] = 0.0001;  // −0.1 ± 0.0257
  const Bounded below = ratio_to_first(fit, 1, 0.95);
  EXPECT_EQ(below.high, 0);
  EXPECT_TRUE(below.below_zero);
}

TEST(RelativeFitTest, NamesWhatItCannotUse) {
  const auto few = fit_relative(std::vector<FitRow>{{{1, 0}, 1}, {{1, 1}, 1}}, 2);
  ASSERT_FALSE(few);
  EXPECT_THAT(few.error().message, HasSubstr("needs 3 points or more, there are 2"));
  const auto dependent = fit_relative(std::vector<FitRow>{{{1, 2}, 1}, {{1, 2}, 2}, {{1, 2}, 3}}, 2);
  ASSERT_FALSE(dependent);
  EXPECT_THAT(dependent.error().message, HasSubstr("too close together"));
  const auto through_zero = fit_relative(std::vector<FitRow>{{{1, 2}, 1}, {{1, 4}, 4}, {{1, 6}, 7}}, 2);
  ASSERT_FALSE(through_zero);
  EXPECT_THAT(through_zero.error().message, HasSubstr("measure level 1"));
  for (const double value : {0.0, -1.0, HUGE_VAL, std::nan("")}) {
    EXPECT_FALSE(fit_relative(std::vector<FitRow>{{{1, 0}, 1}, {{1, 1}, value}, {{1, 2}, 1}}, 2));
  }
}

}  // namespace
}  // namespace harness::stats
