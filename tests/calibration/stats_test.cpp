// Do the intervals keep their promise? Seeded simulation with a known truth: the share of 95 % intervals
// that contain it. 4000 draws give a standard error of √(.95·.05/4000) = 0.34 %.
#include <cmath>
#include <vector>

#include "tests/calibration/worlds.hpp"
#include <gtest/gtest.h>

#include "harness/base/random.hpp"
#include "harness/stats/interval.hpp"

namespace harness::stats {
namespace {

constexpr int kDraws = 4000;

using worlds::standard_normal;

/// Multiplicative noise of a measured rate: lognormal around 1 with sd 25 %, skewness 0.78.
constexpr double kSigma = 0.25;
double skewed(Random& random) {
  return std::exp(kSigma * standard_normal(random));
}
const double kSkewedMean = std::exp(kSigma * kSigma / 2);

std::vector<double> draw(std::size_t n, Random& random, double (*value)(Random&)) {
  std::vector<double> values(n);
  for (double& v : values) v = value(random);
  return values;
}

template <typename Contains>
double share(std::size_t n, std::uint64_t seed, double (*value)(Random&), Contains contains) {
  Random random(seed);
  int hits = 0;
  for (int i = 0; i < kDraws; ++i) hits += contains(*mean_interval(draw(n, random, value))) ? 1 : 0;
  return static_cast<double>(hits) / kDraws;
}

TEST(MeanIntervalCoverage, IsNinetyFivePerCentForNormalBlocks) {
  for (const std::size_t n : {6U, 10U, 16U}) {
    const double covered =
        share(n, 100 + n, standard_normal, [](const Interval& i) { return i.low <= 0 && 0 <= i.high; });
    EXPECT_NEAR(covered, 0.95, 0.02) << n;
  }
}

TEST(MeanIntervalCoverage, IsNinetyFivePerCentForSkewedBlocks) {
  for (const std::size_t n : {6U, 10U, 16U}) {
    const double covered = share(
        n, 200 + n, skewed, [](const Interval& i) { return i.low <= kSkewedMean && kSkewedMean <= i.high; });
    EXPECT_NEAR(covered, 0.95, 0.02) << n;
  }
}

TEST(MeanIntervalCoverage, WouldFallShortWithNormalInsteadOfTQuantiles) {
  // The positive control of the two tests above: 1.96 instead of t(.975, 5) covers 89 % at n = 6.
  const double covered = share(6, 106, standard_normal, [](const Interval& i) {
    return std::fabs(i.estimate) <= 1.96 * i.standard_deviation / std::sqrt(6.0);
  });
  EXPECT_LT(covered, 0.92);
}

TEST(BlocksNeededPower, IsWhatWasAskedFor) {
  // Truth 0.8 sd above the threshold 0: that many blocks find it in four sessions of five.
  constexpr double kEffect = 0.8;
  const std::size_t n = blocks_needed(kEffect, 0, 1);
  const double found = share(n, 300, standard_normal, [](const Interval& i) { return i.low + kEffect > 0; });
  EXPECT_GT(found, 0.77);
  EXPECT_LT(found, 0.86);
}

}  // namespace
}  // namespace harness::stats
