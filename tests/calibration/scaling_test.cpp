// Do the intervals of the scaling laws keep their promise? Seeded simulation with a known truth, one relative
// error per level.
#include <algorithm>
#include <vector>

#include "tests/calibration/noise.hpp"
#include <gtest/gtest.h>

#include "harness/stats/amdahl.hpp"
#include "harness/stats/interval.hpp"
#include "harness/stats/usl.hpp"

namespace harness::stats {
namespace {

constexpr int kDraws = 2000;
constexpr double kGamma = 1000;

struct Truth {
  double alpha;
  double beta;
};

std::vector<ScalingPoint> draw(const std::vector<double>& levels, Truth truth, Random& random) {
  std::vector<ScalingPoint> points;
  for (const double n : levels) {
    const double x = kGamma * n / (1 + truth.alpha * (n - 1) + truth.beta * n * (n - 1));
    points.push_back({n, x * std::exp(0.03 * standard_normal(random))});
  }
  return points;
}

bool holds(const Bounded& interval, double truth) {
  return interval.low <= truth && (!interval.high || truth <= *interval.high);
}

struct Covered {
  double gamma = 0;
  double alpha = 0;
  double beta = 0;
  double least() const { return std::min({gamma, alpha, beta}); }
  double most() const { return std::max({gamma, alpha, beta}); }
};

Covered usl_coverage(const std::vector<double>& levels, Truth truth, double confidence) {
  Random random(800 + levels.size());
  Covered covered;
  for (int i = 0; i < kDraws; ++i) {
    const auto fit = fit_usl(draw(levels, truth, random), confidence);
    covered.gamma += holds(fit->gamma, kGamma) / static_cast<double>(kDraws);
    covered.alpha += holds(fit->alpha, truth.alpha) / static_cast<double>(kDraws);
    covered.beta += holds(fit->beta, truth.beta) / static_cast<double>(kDraws);
  }
  return covered;
}

const std::vector<double> kSix{1, 2, 4, 8, 16, 32};
const std::vector<double> kTen{1, 2, 3, 4, 6, 8, 12, 16, 24, 32};

TEST(UslCoverage, IsNinetyFivePerCent) {
  for (const auto& levels : {kSix, kTen}) {
    const Covered covered = usl_coverage(levels, {0.1, 0.005}, 0.95);
    EXPECT_GT(covered.least(), 0.93) << levels.size();
    EXPECT_LT(covered.most(), 0.97) << levels.size();
  }
}

TEST(UslCoverage, HoldsAtTheBoundaryWhereNothingTalksOrNothingWaits) {
  for (const Truth truth : {Truth{0.1, 0}, Truth{0, 0.002}, Truth{0, 0}}) {
    EXPECT_GT(usl_coverage(kSix, truth, 0.95).least(), 0.93) << truth.alpha << " " << truth.beta;
  }
}

TEST(UslCoverage, WouldFallShortWithTheQuantileOfTheRPackage) {
  // t(.95, n − 1) = 2.015 at n = 6 is what t(·, n − 3) gives at a confidence of 86.3 %.
  EXPECT_NEAR(t_quantile((1 + 0.863) / 2, 3), t_quantile(0.95, 5), 0.005);
  EXPECT_LT(usl_coverage(kSix, {0.1, 0.005}, 0.863).most(), 0.90);
}

TEST(UslRecovery, FindsThePeakWithinATenth) {
  // N* = √(0.9/0.005) = 13.4.
  Random random(810);
  int near = 0;
  for (int i = 0; i < kDraws; ++i) {
    const auto fit = fit_usl(draw(kTen, {0.1, 0.005}, random));
    near += fit->peak && std::fabs(fit->peak->level - 13.416) < 1.35 ? 1 : 0;
  }
  EXPECT_GT(near, kDraws * 9 / 10);
}

TEST(AmdahlCoverage, IsNinetyFivePerCentAndHoldsAtTheBoundary) {
  for (const double sigma : {0.2, 0.0}) {
    Random random(820);
    int covered = 0;
    for (int i = 0; i < kDraws; ++i) {
      covered += holds(fit_amdahl(draw({1, 2, 4, 8}, {sigma, 0}, random))->sigma, sigma) ? 1 : 0;
    }
    EXPECT_NEAR(static_cast<double>(covered) / kDraws, 0.95, sigma > 0 ? 0.02 : 0.03) << sigma;
  }
}

}  // namespace
}  // namespace harness::stats
