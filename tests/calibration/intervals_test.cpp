// Does each interval hold what its name says, on blocks that are not normal? The share of 95 % intervals that
// contain the truth; 4000 draws give a standard error of 0.34 %. Where a method falls short, its test says so
// and by how much: nothing was tuned to make it look better.
#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <utility>
#include <vector>

#include "tests/calibration/worlds.hpp"
#include <gtest/gtest.h>

#include "harness/stats/fieller.hpp"
#include "harness/stats/hodges_lehmann.hpp"
#include "harness/stats/interval.hpp"

namespace harness::stats {
namespace {

using worlds::Values;
using World = std::function<Values(std::size_t, Random&)>;

constexpr int kDraws = 4000;
constexpr std::size_t kLooks[] = {6, 10, 16, 24};

/// Share of `kDraws` samples of n blocks for which `holds`.
double share(const World& world, std::size_t n, const std::function<bool(const Values&)>& holds) {
  Random random(5'000 + n);
  int hits = 0;
  for (int i = 0; i < kDraws; ++i) hits += holds(world(n, random)) ? 1 : 0;
  return static_cast<double>(hits) / kDraws;
}

double t_coverage(const World& world, std::size_t n, double mean) {
  return share(world, n, [&](const Values& blocks) {
    const auto found = mean_interval(blocks);
    return found->low <= mean && mean <= found->high;
  });
}

double rank_coverage(const World& world, std::size_t n, double pseudo_median) {
  return share(world, n, [&](const Values& blocks) {
    const auto found = hodges_lehmann(blocks);
    return found->low <= pseudo_median && pseudo_median <= found->high;
  });
}

Values mild(std::size_t n, Random& random) {
  return worlds::lognormal(0.25, n, random);
}
const double kMildMean = std::exp(0.25 * 0.25 / 2);

Values wild(std::size_t n, Random& random) {
  return worlds::lognormal(1, n, random);
}
const double kWildMean = std::exp(0.5);

Values even_modes(std::size_t n, Random& random) {
  return worlds::two_modes(0.5, n, random);
}

Values rare_mode(std::size_t n, Random& random) {
  return worlds::two_modes(0.2, n, random);
}
constexpr double kRareModeMean = -0.6;

/// Both arms drift together, as a machine that slows down makes them; the log ratio of a block does not.
Values shared_drift(std::size_t n, Random& random) {
  const Values level = worlds::drifting(0.8, n, random);
  Values ratios(n);
  for (std::size_t b = 0; b < n; ++b) {
    const double one = level[b] + 0.2 * worlds::standard_normal(random);
    const double other = level[b] + 0.2 * worlds::standard_normal(random);
    ratios[b] = one - other;
  }
  return ratios;
}

/// The truth that hodges_lehmann() estimates: the median of (X + Y)/2, by simulation.
double pseudo_median(const World& world) {
  Random random(99);
  const Values once = world(400'001, random);
  Values averages = world(400'001, random);
  for (std::size_t i = 0; i < averages.size(); ++i) averages[i] = (averages[i] + once[i]) / 2;
  std::nth_element(averages.begin(), averages.begin() + 200'000, averages.end());
  return averages[200'000];
}

TEST(MeanIntervalCoverage, IsNinetyFivePerCentForBlocksThatAreNotTooSkewed) {
  for (const std::size_t n : kLooks) {
    EXPECT_NEAR(t_coverage(worlds::normal, n, 0), 0.95, 0.02) << n;
    EXPECT_NEAR(t_coverage(mild, n, kMildMean), 0.95, 0.02) << n;
    EXPECT_NEAR(t_coverage(even_modes, n, 0), 0.95, 0.02) << n;
    EXPECT_NEAR(t_coverage(shared_drift, n, 0), 0.95, 0.02) << n;
  }
}

TEST(MeanIntervalCoverage, FallsShortWhenOneModeIsRare) {
  // One block in five is different: six blocks often show none of them. Measured 78, 89 and 93 %.
  EXPECT_NEAR(t_coverage(rare_mode, 6, kRareModeMean), 0.77, 0.02);
  EXPECT_NEAR(t_coverage(rare_mode, 10, kRareModeMean), 0.89, 0.02);
  EXPECT_NEAR(t_coverage(rare_mode, 24, kRareModeMean), 0.93, 0.02);
}

TEST(MeanIntervalCoverage, FallsShortForAVeryLongTail) {
  // Lognormal with σ = 1, skewness 6. Log ratios of blocks are not like this; means of raw latencies are.
  EXPECT_NEAR(t_coverage(wild, 6, kWildMean), 0.82, 0.02);
  EXPECT_NEAR(t_coverage(wild, 24, kWildMean), 0.875, 0.02);
}

TEST(HodgesLehmannCoverage, IsNinetyFivePerCentForSymmetricBlocks) {
  for (const std::size_t n : kLooks) {
    EXPECT_NEAR(rank_coverage(worlds::normal, n, 0), 0.95, 0.02 + 0.005) << n;  // 0.969 is promised for 6
    EXPECT_NEAR(rank_coverage(even_modes, n, 0), 0.95, 0.02 + 0.005) << n;
    EXPECT_NEAR(rank_coverage(shared_drift, n, 0), 0.95, 0.02 + 0.005) << n;
  }
}

TEST(HodgesLehmannCoverage, IsTheLevelItSaysItAttains) {
  for (const std::size_t n : kLooks) {
    Random random(1);
    const double attained = hodges_lehmann(worlds::normal(n, random))->attained_level;
    EXPECT_NEAR(rank_coverage(worlds::normal, n, 0), attained, 0.012) << n;
  }
}

TEST(HodgesLehmannCoverage, HoldsForSkewedBlocksAboutTheirPseudoMedian) {
  for (const World& world : {World(mild), World(wild), World(rare_mode)}) {
    const double truth = pseudo_median(world);
    for (const std::size_t n : kLooks) EXPECT_NEAR(rank_coverage(world, n, truth), 0.95, 0.02 + 0.005) << n;
  }
}

TEST(HodgesLehmannCoverage, IsNotAboutTheMeanOfSkewedBlocks) {
  // Right about another number: the pseudo-median of this world is 1.22, its mean 1.65. Measured 72 %.
  EXPECT_LT(rank_coverage(wild, 24, kWildMean), 0.75);
}

TEST(AllIntervalsOfBlocks, FallShortWhenTheRatioItselfDriftsFromBlockToBlock) {
  // Each block remembers half of the one before: then blocks are not independent units. Measured 74-84 %;
  // more blocks do not help. The cure is in the trial (fresh processes, shuffled blocks), not in a formula.
  const World drift = [](std::size_t n, Random& random) { return worlds::drifting(0.5, n, random); };
  for (const std::size_t n : kLooks) {
    EXPECT_LT(t_coverage(drift, n, 0), 0.82) << n;
    EXPECT_LT(rank_coverage(drift, n, 0), 0.88) << n;
  }
}

TEST(RatioOfMeansCoverage, IsNinetyFivePerCentOrMore) {
  // Two sessions with means 3 and 1 (in units of 1 and 0.25 of spread). Each sample has its own t, so the
  // interval is somewhat too wide when there are few blocks (97 % at 6, 95 % at 24); never too narrow.
  for (const std::size_t n : kLooks) {
    const double covered = share(worlds::normal, 2 * n, [&](const Values& both) {
      Values above(both.begin(), both.begin() + static_cast<std::ptrdiff_t>(n));
      Values below(both.begin() + static_cast<std::ptrdiff_t>(n), both.end());
      for (double& value : above) value += 3;
      for (double& value : below) value = 1 + 0.25 * value;
      const auto found = ratio_of_means(above, below);
      const auto* bounded = std::get_if<BoundedRatio>(&*found);
      return bounded == nullptr || (bounded->low <= 3 && 3 <= bounded->high);
    });
    EXPECT_GT(covered, 0.94) << n;
    EXPECT_LT(covered, 0.985) << n;
  }
}

/// Mean, resampled; the middle 95 % of 999 of them: what criterion and libkalibera report.
std::pair<double, double> percentile_bootstrap(const Values& blocks, Random& random) {
  Values means(999);
  for (double& mean : means) {
    double sum = 0;
    for (std::size_t i = 0; i < blocks.size(); ++i) sum += blocks[random.below(blocks.size())];
    mean = sum / static_cast<double>(blocks.size());
  }
  std::sort(means.begin(), means.end());
  return {means[24], means[974]};
}

TEST(PercentileBootstrap, UnderCoversAtFiveBlocksWhereTheTIntervalDoesNot) {
  // By enumeration of all resamples 84.1 % (normal blocks). This is why it is not in this library.
  Random random(17);
  const double bootstrap = share(worlds::normal, 5, [&](const Values& blocks) {
    const auto [low, high] = percentile_bootstrap(blocks, random);
    return low <= 0 && 0 <= high;
  });
  EXPECT_NEAR(bootstrap, 0.841, 0.02);
  EXPECT_NEAR(t_coverage(worlds::normal, 5, 0), 0.95, 0.02);
}

// warmup_stats resamples within each process and pools what comes out: the interval tells how much processes
// differ and not how well their mean is known, so it gets no narrower with more of them.
TEST(ResamplingWithinEachProcess, DoesNotNarrowWithMoreProcesses) {
  const auto pooled_width = [](std::size_t processes) {
    Random random(18);
    Values means;
    for (std::size_t process = 0; process < processes; ++process) {
      Values slices = worlds::normal(10, random);
      const double own = worlds::standard_normal(random);
      for (double& slice : slices) slice = own + 0.1 * slice;
      for (int draw = 0; draw < 50; ++draw) {
        double sum = 0;
        for (std::size_t i = 0; i < slices.size(); ++i) sum += slices[random.below(slices.size())];
        means.push_back(sum / static_cast<double>(slices.size()));
      }
    }
    std::ranges::sort(means);
    return means[means.size() * 39 / 40] - means[means.size() / 40];
  };
  const auto our_width = [](std::size_t blocks) {
    Random random(18);
    const auto found = mean_interval(worlds::normal(blocks, random));
    return found->high - found->low;
  };
  EXPECT_NEAR(pooled_width(400), 2 * 1.96, 0.4);
  EXPECT_NEAR(pooled_width(25), pooled_width(400), 1.2);
  EXPECT_LT(our_width(400), our_width(25) / 3);  // √16 = 4
}

}  // namespace
}  // namespace harness::stats
