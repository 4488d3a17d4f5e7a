#include "harness/load/packed_counts.hpp"

#include <limits>

#include <gtest/gtest.h>

#include "harness/base/random.hpp"
#include "harness/stats/histogram.hpp"

namespace harness::load {
namespace {

TEST(PackedCounts, ComeBackAsTheyWere) {
  constexpr auto kLast = stats::Histogram::bucket_of(stats::Histogram::kHighest);
  constexpr auto kMost = std::numeric_limits<std::uint64_t>::max();
  for (const Counts& counts :
       {Counts{}, Counts{{0, 1}}, Counts{{1, 1}}, Counts{{0, 127}, {1, 128}, {2, 16'384}},
        Counts{{5, 3}, {7, 1}, {2'000, 90}, {kLast, 1}}, Counts{{kLast - 1, kMost}, {kLast, kMost}}}) {
    EXPECT_EQ(PackedCounts(counts).unpacked(), counts);
    EXPECT_EQ(PackedCounts(counts).empty(), counts.empty());
  }
}

TEST(PackedCounts, OfASecondAtFullRateTakeTwoBytesABucketAtMost) {
  Random random(1);
  stats::Histogram second;
  for (int i = 0; i < 90'000; ++i)
    second.record(Nanoseconds(300'000 + static_cast<int>(random.below(900'000))));
  const Counts counts = second.sparse();
  ASSERT_GT(counts.size(), 500U);
  EXPECT_LE(PackedCounts(counts).size_in_bytes(), 2 * counts.size());
}

}  // namespace
}  // namespace harness::load
