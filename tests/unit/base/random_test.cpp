#include "harness/base/random.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include <gtest/gtest.h>

namespace harness {
namespace {

TEST(Random, IsSplitMix64) {
  // Source: the reference splitmix64.c seeded with 1234567, first two outputs.
  Random random(1234567);
  EXPECT_EQ(random.next(), 6457827717110365317ULL);
  EXPECT_EQ(random.next(), 3203168211198807973ULL);
}

TEST(Random, BelowIsUniform) {
  Random random(7);
  std::array<int, 3> counts{};
  for (int i = 0; i < 30'000; ++i) ++counts[random.below(3)];
  // Binomial sd = sqrt(30000 * 1/3 * 2/3) = 82; six of them.
  for (const int count : counts) EXPECT_NEAR(count, 10'000, 490);
}

TEST(RandomStream, DependsOnSeedAndPurpose) {
  EXPECT_EQ(random_stream(1, {2, 3}).next(), random_stream(1, {2, 3}).next());
  EXPECT_NE(random_stream(1, {2, 3}).next(), random_stream(1, {3, 2}).next());
  EXPECT_NE(random_stream(1, {2, 3}).next(), random_stream(2, {2, 3}).next());
}

TEST(Shuffle, KeepsEveryItem) {
  std::array<int, 20> items{};
  std::iota(items.begin(), items.end(), 0);
  auto shuffled = items;
  Random random(3);
  shuffle(std::span<int>(shuffled), random);
  EXPECT_NE(shuffled, items);
  std::sort(shuffled.begin(), shuffled.end());
  EXPECT_EQ(shuffled, items);
}

}  // namespace
}  // namespace harness
