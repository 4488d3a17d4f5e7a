#include "harness/stats/histogram.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "harness/base/random.hpp"

namespace harness::stats {
namespace {

using Buckets = std::vector<std::pair<std::uint32_t, std::uint64_t>>;

Histogram of(std::initializer_list<std::int64_t> values) {
  Histogram histogram;
  for (const std::int64_t value : values) histogram.record(Nanoseconds(value));
  return histogram;
}

TEST(HistogramLayout, GivesEachValueBelow2048ItsOwnBucket) {
  EXPECT_EQ(Histogram::bucket_of(Nanoseconds(0)), 0U);
  EXPECT_EQ(Histogram::bucket_of(Nanoseconds(1)), 1U);
  EXPECT_EQ(Histogram::bucket_of(Nanoseconds(2047)), 2047U);
}

TEST(HistogramLayout, HalvesResolutionAtEachPowerOfTwoLikeHdrHistogram) {
  // HdrHistogram: counts index = ((bucket + 1) << 10) + (sub_bucket - 1024), sub_bucket = value >> bucket.
  EXPECT_EQ(Histogram::bucket_of(Nanoseconds(2048)), 2048U);  // bucket 1, sub 1024
  EXPECT_EQ(Histogram::bucket_of(Nanoseconds(2049)), 2048U);
  EXPECT_EQ(Histogram::bucket_of(Nanoseconds(2050)), 2049U);
  EXPECT_EQ(Histogram::bucket_of(Nanoseconds(4096)), 3072U);  // bucket 2, sub 1024
  // 1 ms: 2^19 ≤ 1e6 < 2^20, so bucket 9, sub 1e6 >> 9 = 1953: (10 << 10) + 929.
  EXPECT_EQ(Histogram::bucket_of(milliseconds(1)), 11'169U);
  // 60 s: 2^35 ≤ 6e10 < 2^36, so bucket 25, sub 6e10 >> 25 = 1788: (26 << 10) + 764.
  EXPECT_EQ(Histogram::bucket_of(seconds(60)), 27'388U);
}

TEST(HistogramLayout, BucketsMeetWithoutGapAndAreAtMostATenthOfAPerCentWide) {
  for (std::uint32_t bucket = 0; bucket < Histogram::bucket_of(Histogram::kHighest); ++bucket) {
    const Nanoseconds low = Histogram::bucket_low(bucket);
    const Nanoseconds high = Histogram::bucket_high(bucket);
    ASSERT_EQ(Histogram::bucket_of(low), bucket);
    ASSERT_EQ(Histogram::bucket_of(high), bucket);
    ASSERT_EQ(Histogram::bucket_low(bucket + 1), high + Nanoseconds(1));
    ASSERT_LE((high - low).count() * 1000, low.count());
  }
}

TEST(Histogram, HasNothingToSayBeforeTheFirstValue) {
  const Histogram histogram;
  EXPECT_EQ(histogram.count(), 0U);
  EXPECT_FALSE(histogram.min());
  EXPECT_FALSE(histogram.max());
  EXPECT_FALSE(histogram.mean_ns());
  EXPECT_FALSE(histogram.quantile(0.5));
  EXPECT_TRUE(histogram.sparse().empty());
}

TEST(Histogram, KeepsMinMaxAndMeanExactBeyondItsResolution) {
  const Histogram histogram = of({1'000'001, 1'000'003, 3'000'005});
  EXPECT_EQ(histogram.min(), Nanoseconds(1'000'001));
  EXPECT_EQ(histogram.max(), Nanoseconds(3'000'005));
  EXPECT_DOUBLE_EQ(*histogram.mean_ns(), 5'000'009.0 / 3);
}

TEST(Histogram, CountsZeroAndNegativeDurationsInBucketZeroAndKeepsTheExactMinimum) {
  const Histogram histogram = of({-5, 0, 7});
  EXPECT_EQ(histogram.sparse(), (Buckets{{0, 2}, {7, 1}}));
  EXPECT_EQ(histogram.min(), Nanoseconds(-5));
  EXPECT_DOUBLE_EQ(*histogram.mean_ns(), 2.0 / 3);
}

TEST(Histogram, ClampsWhatIsAboveSixtySecondsButKeepsTheExactMaximum) {
  Histogram histogram = of({1});
  histogram.record(seconds(60));
  EXPECT_EQ(histogram.clamped(), 0U);
  histogram.record(seconds(90));
  histogram.record(Nanoseconds::max());
  EXPECT_EQ(histogram.clamped(), 2U);
  EXPECT_EQ(histogram.sparse(), (Buckets{{1, 1}, {27'388, 3}}));
  EXPECT_EQ(histogram.max(), Nanoseconds::max());
  EXPECT_EQ(histogram.quantile(1), Nanoseconds::max());
}

TEST(Histogram, MeanSurvivesValuesWhoseSumDoesNotFit64Bits) {
  Histogram histogram;
  for (int i = 0; i < 4; ++i) histogram.record(Nanoseconds::max());
  EXPECT_DOUBLE_EQ(*histogram.mean_ns(), 0x1p63);
}

TEST(HistogramQuantile, IsTheSmallestValueThatEnoughOthersDoNotExceed) {
  Histogram histogram;
  for (int i = 1; i <= 100; ++i) histogram.record(Nanoseconds(i));
  EXPECT_EQ(histogram.quantile(0), Nanoseconds(1));
  EXPECT_EQ(histogram.quantile(0.5), Nanoseconds(50));
  EXPECT_EQ(histogram.quantile(0.501), Nanoseconds(51));
  EXPECT_EQ(histogram.quantile(0.99), Nanoseconds(99));
  EXPECT_EQ(histogram.quantile(1), Nanoseconds(100));
}

TEST(HistogramQuantile, DoesNotSkipARankWhenTheFractionIsRoundedUp) {
  Histogram histogram;
  for (int i = 1; i <= 100; ++i) histogram.record(Nanoseconds(i));
  // 0.07 * 100 is 7.000000000000001 in double.
  for (int i = 1; i <= 100; ++i) EXPECT_EQ(histogram.quantile(i / 100.0), Nanoseconds(i));
}

TEST(HistogramQuantile, ReportsTheTopOfTheBucketButNeverMoreThanTheMaximum) {
  // 1'000'000 >> 9 = 1953, so its bucket is [999'936, 1'000'447].
  const Histogram histogram = of({1'000'000, 1'000'001, 5'000'000});
  EXPECT_EQ(histogram.quantile(0.5), Nanoseconds(1'000'447));
  EXPECT_EQ(of({1'000'000, 1'000'001}).quantile(0.5), Nanoseconds(1'000'001));
}

TEST(HistogramQuantile, IsWithinATenthOfAPerCentOfTheSortedSample) {
  Random random(11);
  Histogram histogram;
  std::vector<std::int64_t> values;
  for (int i = 0; i < 20'001; ++i) {
    values.push_back(static_cast<std::int64_t>(std::exp(random.unit() * 24)));
    histogram.record(Nanoseconds(values.back()));
  }
  std::sort(values.begin(), values.end());
  for (const double q : {0.001, 0.25, 0.5, 0.9, 0.99, 0.999}) {
    const auto rank = static_cast<std::size_t>(std::ceil(q * 20'001)) - 1;
    const auto exact = static_cast<double>(values[rank]);
    const auto reported = static_cast<double>(histogram.quantile(q)->count());
    EXPECT_GE(reported, exact) << q;
    EXPECT_LE(reported, exact * 1.001) << q;
  }
}

TEST(HistogramMerge, EqualsRecordingEverythingInOne) {
  Histogram left = of({-1, 5, 3'000'000});
  left.record(seconds(70));
  Histogram right = of({2, 5, 9'000});
  right.record(seconds(80));
  Histogram all = of({-1, 5, 3'000'000, 2, 5, 9'000});
  all.record(seconds(70));
  all.record(seconds(80));
  left.merge(right);
  EXPECT_EQ(left, all);
}

TEST(HistogramMerge, WithNothingChangesNothing) {
  Histogram histogram = of({4, 8});
  histogram.merge(Histogram{});
  EXPECT_EQ(histogram, of({4, 8}));
  Histogram empty;
  empty.merge(histogram);
  EXPECT_EQ(empty, histogram);
}

TEST(Histogram, IsLikeNewAfterClear) {
  Histogram histogram = of({-3, 10});
  histogram.record(seconds(61));
  EXPECT_NE(histogram, Histogram{});
  histogram.clear();
  EXPECT_EQ(histogram, Histogram{});
}

TEST(HistogramDeathTest, RefusesAQuantileThatIsNone) {
  EXPECT_DEATH((void)of({1}).quantile(99), "q >= 0");
  EXPECT_DEATH((void)of({1}).quantile(std::nan("")), "q >= 0");
}

}  // namespace
}  // namespace harness::stats
