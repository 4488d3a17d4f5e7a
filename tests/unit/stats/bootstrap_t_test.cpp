#include "harness/stats/bootstrap_t.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/base/random.hpp"

namespace harness::stats {
namespace {

using Arm = std::vector<Histogram>;

/// `requests` durations around `level` ns, no two the same shape: level·(0.5 … 1.5), a tenth of them 3 times.
Histogram block(double level, int requests, Random& random) {
  Histogram histogram;
  for (int i = 0; i < requests; ++i) {
    const double slow = random.below(10) == 0 ? 3 : 1;
    histogram.record(Nanoseconds(std::llround(level * slow * (0.5 + random.unit()))));
  }
  return histogram;
}

Arm arm(const std::vector<double>& levels, std::uint64_t seed, int requests = 200) {
  Random random(seed);
  Arm blocks;
  for (const double level : levels) blocks.push_back(block(level, requests, random));
  return blocks;
}

const Arm kSlow = arm({2.2e6, 2.0e6, 2.4e6, 2.1e6, 1.9e6, 2.3e6, 2.2e6}, 1);
const Arm kFast = arm({1.0e6, 1.1e6, 1.2e6, 0.9e6, 1.0e6, 1.0e6, 1.1e6}, 2, 230);

/// The definitions of the header, by merging histograms; of `drawn` blocks, each as often as it is listed.
double plain_log_ratio(const Arm& a, const Arm& b, const std::vector<std::size_t>& drawn, double quantile) {
  Histogram above;
  Histogram below;
  for (const std::size_t i : drawn) above.merge(a[i]);
  for (const std::size_t i : drawn) below.merge(b[i]);
  return std::log(static_cast<double>(above.quantile(quantile)->count()) /
                  static_cast<double>(below.quantile(quantile)->count()));
}

double plain_error(const Arm& a, const Arm& b, const std::vector<std::size_t>& drawn, double quantile) {
  std::vector<double> without;
  for (std::size_t left_out = 0; left_out < drawn.size(); ++left_out) {
    std::vector<std::size_t> rest = drawn;
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(left_out));
    without.push_back(plain_log_ratio(a, b, rest, quantile));
  }
  const auto n = static_cast<double>(drawn.size());
  const double mean = std::accumulate(without.begin(), without.end(), 0.0) / n;
  double squares = 0;
  for (const double r : without) squares += (r - mean) * (r - mean);
  return std::sqrt((n - 1) / n * squares);
}

TEST(PooledQuantileRatio, IsThatOfTheMergedHistogramsWithTheJackknifeError) {
  for (const double quantile : {0.1, 0.5, 0.9, 0.95}) {
    const auto found = pooled_quantile_ratio(kSlow, kFast, quantile, {.resamples = 100});
    ASSERT_TRUE(found) << quantile;
    const std::vector<std::size_t> all{0, 1, 2, 3, 4, 5, 6};
    EXPECT_NEAR(found->log_ratio, plain_log_ratio(kSlow, kFast, all, quantile), 1e-12) << quantile;
    EXPECT_NEAR(found->standard_error, plain_error(kSlow, kFast, all, quantile), 1e-12) << quantile;
    Histogram pooled;
    for (const Histogram& each : kSlow) pooled.merge(each);
    EXPECT_EQ(found->numerator, *pooled.quantile(quantile)) << quantile;
    EXPECT_EQ(found->blocks, 7U);
  }
}

TEST(PooledQuantileRatio, AgreesWithASlowBootstrapThatMerges) {
  constexpr std::size_t kResamples = 39;  // (39 + 1) · 0.05/2 = 1: the smallest and the largest τ*
  const auto found = pooled_quantile_ratio(kSlow, kFast, 0.9, {.resamples = kResamples, .seed = 5});
  ASSERT_TRUE(found);
  Random random(5);
  std::vector<double> taus;
  for (std::size_t i = 0; i < kResamples; ++i) {
    std::vector<std::size_t> drawn(7);
    for (std::size_t& b : drawn) b = random.below(7);
    const double again = plain_log_ratio(kSlow, kFast, drawn, 0.9);
    taus.push_back((again - found->log_ratio) /
                   std::max(kBucketError, plain_error(kSlow, kFast, drawn, 0.9)));
  }
  const auto [least, most] = std::minmax_element(taus.begin(), taus.end());
  EXPECT_NEAR(found->low, found->log_ratio - *most * found->standard_error, 1e-9);
  EXPECT_NEAR(found->high, found->log_ratio - *least * found->standard_error, 1e-9);
}

TEST(PooledQuantileRatio, CutsTheShareOfTheLevelFromBothEnds) {
  const auto usual = pooled_quantile_ratio(kSlow, kFast, 0.9);
  const auto narrow = pooled_quantile_ratio(kSlow, kFast, 0.9, {.level = 0.5});
  ASSERT_TRUE(usual && narrow);
  EXPECT_LT(usual->low, narrow->low);
  EXPECT_LT(narrow->low, usual->log_ratio);
  EXPECT_LT(narrow->high, usual->high);
  EXPECT_LT(usual->log_ratio, narrow->high);
}

TEST(PooledQuantileRatio, MirrorsWhenTheArmsAreExchanged) {
  const auto straight = pooled_quantile_ratio(kSlow, kFast, 0.9);
  const auto exchanged = pooled_quantile_ratio(kFast, kSlow, 0.9);
  ASSERT_TRUE(straight && exchanged);
  EXPECT_NEAR(exchanged->log_ratio, -straight->log_ratio, 1e-12);
  EXPECT_NEAR(exchanged->low, -straight->high, 1e-9);
  EXPECT_NEAR(exchanged->high, -straight->low, 1e-9);
}

TEST(PooledQuantileRatio, DoesNotDependOnTheOrderOfBlocks) {
  const Arm slow(kSlow.rbegin(), kSlow.rend());
  const Arm fast(kFast.rbegin(), kFast.rend());
  const auto straight = pooled_quantile_ratio(kSlow, kFast, 0.9);
  const auto reversed = pooled_quantile_ratio(slow, fast, 0.9);
  EXPECT_EQ(reversed->log_ratio, straight->log_ratio);
  EXPECT_NEAR(reversed->standard_error, straight->standard_error, 1e-12);
  // Other blocks are drawn, so the ends are those of another simulation of the same thing.
  EXPECT_NEAR(reversed->low, straight->low, straight->standard_error);
  EXPECT_NEAR(reversed->high, straight->high, straight->standard_error);
}

TEST(PooledQuantileRatio, DoesNotDependOnTheUnitOfTime) {
  const auto longer = [](const Arm& blocks) {
    Arm scaled(blocks.size());
    for (std::size_t b = 0; b < blocks.size(); ++b) {
      for (const auto& [bucket, count] : blocks[b].sparse()) {
        for (std::uint64_t i = 0; i < count; ++i) scaled[b].record(64 * Histogram::bucket_middle(bucket));
      }
    }
    return scaled;
  };
  const auto usual = pooled_quantile_ratio(kSlow, kFast, 0.9);
  const auto slower = pooled_quantile_ratio(longer(kSlow), longer(kFast), 0.9);
  ASSERT_TRUE(slower);
  EXPECT_NEAR(slower->log_ratio, usual->log_ratio, 1e-5);
  EXPECT_NEAR(slower->low, usual->low, 1e-3);
  EXPECT_NEAR(slower->high, usual->high, 1e-3);
}

TEST(PooledQuantileRatio, IsTheSameForTheSameSeed) {
  const auto low = [](std::uint64_t seed) {
    return pooled_quantile_ratio(kSlow, kFast, 0.9, {.seed = seed})->low;
  };
  EXPECT_EQ(low(1), low(1));
  EXPECT_NE(low(1), low(2));
}

TEST(PooledQuantileRatio, DividesByNothingWhenAllBlocksAgree) {
  Histogram same;
  for (int i = 0; i < 100; ++i) same.record(Nanoseconds(50'000'000));
  const Arm all(6, same);
  const auto found = pooled_quantile_ratio(all, all, 0.9);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->log_ratio, 0);
  EXPECT_EQ(found->low, 0);
  EXPECT_EQ(found->high, 0);
  EXPECT_EQ(found->standard_error, kBucketError);
  EXPECT_EQ(found->numerator, Nanoseconds(50'000'000));  // max() is exact, as Histogram::quantile() has it
}

TEST(PooledQuantileRatio, SaysWhenAFewBlocksMakeTheTail) {
  // One block of seven is ten times as slow: pooled, its requests are most of the slowest tenth.
  Arm one_bad = arm({1e6, 1e6, 1e6, 1e6, 1e6, 1e6, 10e6}, 3);
  const auto found = pooled_quantile_ratio(one_bad, kFast, 0.9);
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->tail_heterogeneous);
  EXPECT_GT(found->log_ratio, found->mean_of_blocks + 0.2);
  EXPECT_FALSE(pooled_quantile_ratio(kSlow, kFast, 0.5)->tail_heterogeneous);
}

TEST(PooledQuantileRatio, NeedsEnoughRequestsBeyondTheQuantile) {
  const auto p99 = pooled_quantile_ratio(kSlow, kFast, 0.99);
  ASSERT_FALSE(p99);
  EXPECT_EQ(p99.error().message,
            "numerator of block 0 has 200 values; quantile 0.99 needs 1000, so that 10 lie beyond it");
  Arm thin = kFast;
  Random random(4);
  thin[3] = block(1e6, 99, random);
  EXPECT_EQ(pooled_quantile_ratio(kSlow, thin, 0.9).error().message,
            "denominator of block 3 has 99 values; quantile 0.9 needs 100, so that 10 lie beyond it");
  thin[3] = block(1e6, 100, random);
  EXPECT_TRUE(pooled_quantile_ratio(kSlow, thin, 0.9));
  EXPECT_TRUE(pooled_quantile_ratio(kSlow, thin, 0.1));
  EXPECT_FALSE(pooled_quantile_ratio(kSlow, thin, 0.05));
}

TEST(PooledQuantileRatio, RefusesAQuantileOfZeroNanoseconds) {
  Arm idle = kFast;
  idle[2].clear();
  for (int i = 0; i < 200; ++i) idle[2].record(Nanoseconds(0));
  EXPECT_EQ(pooled_quantile_ratio(kSlow, idle, 0.9).error().message,
            "denominator of block 2 has a quantile 0.9 of 0 ns, a ratio needs a positive number");
}

TEST(PooledQuantileRatio, TakesTheLongestForValuesAboveTheHistogramsEnd) {
  Arm endless = kSlow;
  for (Histogram& each : endless) {
    for (int i = 0; i < 60; ++i) each.record(Nanoseconds(70'000'000'000));
  }
  const auto found = pooled_quantile_ratio(endless, kFast, 0.9, {.resamples = 100});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->numerator, Nanoseconds(70'000'000'000));

  // Without the last block the longest is another one.
  for (int i = 0; i < 60; ++i) endless[6].record(Nanoseconds(90'000'000'000));
  const auto other = pooled_quantile_ratio(endless, kFast, 0.9, {.resamples = 100});
  EXPECT_NEAR(other->standard_error, plain_error(endless, kFast, {0, 1, 2, 3, 4, 5, 6}, 0.9), 1e-12);
}

TEST(PooledQuantileRatio, SaysHowManyBlocksAndResamplesItNeeds) {
  const std::span<const Histogram> slow(kSlow);
  EXPECT_EQ(
      pooled_quantile_ratio(slow.first(5), std::span<const Histogram>(kFast).first(5), 0.9).error().message,
      "a bootstrap over blocks needs at least 6, there are 5");
  EXPECT_EQ(pooled_quantile_ratio(slow.first(6), kFast, 0.9).error().message,
            "paired histograms need equal numbers of blocks: 6 in the numerator, 7 in the denominator");
  EXPECT_EQ(pooled_quantile_ratio(kSlow, kFast, 0.9, {.resamples = 38}).error().message,
            "38 resamples are too few for a level of 0.95");
  EXPECT_TRUE(pooled_quantile_ratio(kSlow, kFast, 0.9, {.resamples = 39}));
  EXPECT_TRUE(pooled_quantile_ratio(kSlow, kFast, 0.9, {.level = 0.9, .resamples = 19}));  // 1 − 0.9 < 0.1
  EXPECT_FALSE(pooled_quantile_ratio(kSlow, kFast, 0.9, {.level = 95}));
  for (const double none : {0.0, 1.0, 99.0, std::nan("")})
    EXPECT_FALSE(pooled_quantile_ratio(kSlow, kFast, none));
}

}  // namespace
}  // namespace harness::stats
