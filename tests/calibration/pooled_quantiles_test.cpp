// Does the bootstrap-t interval of a ratio of pooled percentiles hold what it says? Requests are lognormal
// within a block, whose level comes from a world: the truth is the percentile of the mixture. 600 draws of 6
// blocks to 150 of 24 (standard error 0.9 to 1.8 %, 0.7 % together), 199 resamples: enough for coverage, too
// few for a report. By 2000 draws, normal blocks: 95.7 % for 6, 93.8 % for 16.
#include <cmath>
#include <functional>
#include <utility>
#include <vector>

#include "tests/calibration/worlds.hpp"
#include <gtest/gtest.h>

#include "harness/stats/bootstrap_t.hpp"

namespace harness::stats {
namespace {

using worlds::Values;
using World = std::function<Values(std::size_t, Random&)>;

constexpr std::size_t kDrawnBlocks = 3600;
constexpr int kRequests = 100;  ///< the fewest that p90 is given for
constexpr double kQuantile = 0.9;
constexpr double kWithin = 0.5;                    ///< sd of log latency within a block
constexpr double kReference = 0.02;                ///< sd of the levels of the arm in the denominator
constexpr double kNinetieth = 1.2815515655446004;  ///< of the normal distribution

/// log of the 90th percentile of all requests of a world, by bisection over 40,000 of its blocks.
double pooled_log_quantile(const World& world) {
  Random random(31);
  const Values levels = world(40'000, random);
  std::pair<double, double> ends{-5, 10};
  for (int step = 0; step < 40; ++step) {
    const double middle = (ends.first + ends.second) / 2;
    double below = 0;
    for (const double level : levels) below += 0.5 * std::erfc((level - middle) / kWithin / std::sqrt(2.0));
    (below < kQuantile * 40'000 ? ends.first : ends.second) = middle;
  }
  return ends.first;
}

void fill(std::vector<Histogram>& arm, const Values& levels, Random& random) {
  for (std::size_t b = 0; b < arm.size(); ++b) {
    arm[b].clear();
    for (int i = 0; i < kRequests; ++i) {
      const double latency = 1e6 * std::exp(levels[b] + kWithin * worlds::standard_normal(random));
      arm[b].record(Nanoseconds(std::llround(latency)));
    }
  }
}

/// Share of intervals that contain `truth`. `reference`: the levels of the other arm, given those of the
/// first.
double coverage(std::size_t n, double truth, const World& world,
                const std::function<Values(const Values&, Random&)>& reference) {
  Random random(800 + n);
  std::vector<Histogram> arm(n);
  std::vector<Histogram> other(n);
  const std::size_t draws = kDrawnBlocks / n;
  std::size_t covered = 0;
  for (std::size_t i = 0; i < draws; ++i) {
    const Values levels = world(n, random);
    fill(arm, levels, random);
    fill(other, reference(levels, random), random);
    const auto found =
        pooled_quantile_ratio(arm, other, kQuantile, {.resamples = 199, .seed = random.next()});
    covered += found->low <= truth && truth <= found->high ? 1U : 0U;
  }
  return static_cast<double>(covered) / static_cast<double>(draws);
}

/// Against an arm whose blocks hardly differ.
double coverage_against_steady(std::size_t n, const World& world) {
  const double steady = kNinetieth * std::hypot(kWithin, kReference);
  return coverage(n, pooled_log_quantile(world) - steady, world, [](const Values& levels, Random& random) {
    Values values = worlds::normal(levels.size(), random);
    for (double& value : values) value *= kReference;
    return values;
  });
}

World scaled(double factor, const World& world) {
  return [=](std::size_t n, Random& random) {
    Values values = world(n, random);
    for (double& value : values) value *= factor;
    return values;
  };
}

/// Each number of blocks within what the draws allow, all together within 2 %.
void expect_ninety_five_per_cent(const World& world) {
  double sum = 0;
  for (const std::size_t n : {6U, 10U, 16U, 24U}) {
    const double covered = coverage_against_steady(n, world);
    EXPECT_NEAR(covered, 0.95, 0.035) << n;
    sum += covered;
  }
  EXPECT_NEAR(sum / 4, 0.95, 0.02);
}

TEST(PooledQuantileCoverage, IsNinetyFivePerCentForNormalBlocks) {
  expect_ninety_five_per_cent(scaled(0.1, worlds::normal));
}

TEST(PooledQuantileCoverage, IsNinetyFivePerCentForSkewedBlocks) {
  expect_ninety_five_per_cent(
      scaled(0.4, [](std::size_t n, Random& random) { return worlds::lognormal(0.25, n, random); }));
}

TEST(PooledQuantileCoverage, IsNinetyFivePerCentForBlocksOfTwoModes) {
  expect_ninety_five_per_cent(
      scaled(0.1, [](std::size_t n, Random& random) { return worlds::two_modes(0.5, n, random); }));
}

TEST(PooledQuantileCoverage, IsNinetyFivePerCentWhenBothArmsDriftTogether) {
  const World drift =
      scaled(0.1, [](std::size_t n, Random& random) { return worlds::drifting(0.5, n, random); });
  const auto same = [](const Values& levels, Random& random) {
    Values values = worlds::normal(levels.size(), random);
    for (std::size_t b = 0; b < levels.size(); ++b) values[b] = levels[b] + kReference * values[b];
    return values;
  };
  // By 6000 draws 95.0 % for 6 blocks, 93.9 for 10, 93.3 for 16; these draws are fewer.
  EXPECT_NEAR((coverage(6, 0, drift, same) + coverage(16, 0, drift, same)) / 2, 0.95, 0.03);
}

TEST(PooledQuantileCoverage, FallsShortWhenOneArmDriftsFromBlockToBlock) {
  const World drift =
      scaled(0.1, [](std::size_t n, Random& random) { return worlds::drifting(0.5, n, random); });
  EXPECT_LT(coverage_against_steady(16, drift), 0.92);  // measured 89 %; with 200 requests a block 87 %
}

TEST(PooledQuantileCoverage, FallsShortForLevelsWithAVeryLongTail) {
  // Lognormal with σ = 1: the percentile hangs on blocks that are rarely among those measured.
  const World wild =
      scaled(0.1, [](std::size_t n, Random& random) { return worlds::lognormal(1, n, random); });
  EXPECT_LT(coverage_against_steady(10, wild), 0.93);  // measured 89 %, as with 200 requests a block
}

}  // namespace
}  // namespace harness::stats
