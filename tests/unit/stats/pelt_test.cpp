#include "harness/stats/pelt.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/base/random.hpp"

namespace harness::stats {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Source: Box, Muller 1958.
double standard_normal(Random& random) {
  const double radius = std::sqrt(-2 * std::log(1 - random.unit()));
  return radius * std::cos(2 * std::numbers::pi * random.unit());
}

/// The cost from its definition, in two passes.
double plain_cost(std::span<const double> segment, double floor) {
  const auto m = static_cast<double>(segment.size());
  double mean = 0;
  for (const double value : segment) mean += value / m;
  double variance = 0;
  for (const double value : segment) variance += (value - mean) * (value - mean) / m;
  const double v = std::max(variance, floor);
  return m * (std::log(v) + variance / v);
}

/// Optimal partitioning without pruning: F(t) = min_s F(s) + cost(s, t) + penalty.
/// Source: Jackson et al. 2005, "An algorithm for optimal partitioning of data on an interval".
Segmentation plain_optimum(std::span<const double> values, double penalty, std::size_t shortest) {
  double whole = plain_cost(values, std::numeric_limits<double>::min());
  whole = std::exp(whole / static_cast<double>(values.size()) - 1);  // back to the variance of the series
  std::vector<double> best(values.size() + 1, std::numeric_limits<double>::infinity());
  std::vector<std::size_t> from(values.size() + 1, 0);
  best[0] = -penalty;
  for (std::size_t end = shortest; end <= values.size(); ++end) {
    for (std::size_t start = 0; start + shortest <= end; ++start) {
      const double total =
          best[start] + plain_cost(values.subspan(start, end - start), 1e-6 * whole) + penalty;
      if (total < best[end]) {
        best[end] = total;
        from[end] = start;
      }
    }
  }
  Segmentation division{{}, best.back()};
  for (std::size_t start = from.back(); start > 0; start = from[start]) division.changes.push_back(start);
  std::reverse(division.changes.begin(), division.changes.end());
  return division;
}

TEST(Pelt, AgreesWithTheHandCalculation) {
  // Two levels of three pairs each, ±0.5 around them: σ̂² = 0.25, cost of each 6·(log 0.25 + 1).
  const std::vector<double> values{0, 1, 0, 1, 0, 1, 10, 11, 10, 11, 10, 11};
  const auto division = pelt(values, 7);
  ASSERT_TRUE(division);
  EXPECT_THAT(division->changes, ElementsAre(6U));
  EXPECT_NEAR(division->cost, 12 * (std::log(0.25) + 1) + 7, 1e-9);
  // As one segment σ̂² = 25.25: the change is worth 12·log 101 = 55.38, and a larger penalty forbids it.
  EXPECT_THAT(pelt(values, 55.3)->changes, ElementsAre(6U));
  const auto whole = pelt(values, 55.5);
  EXPECT_THAT(whole->changes, IsEmpty());
  EXPECT_NEAR(whole->cost, 12 * (std::log(25.25) + 1), 1e-9);
}

TEST(Pelt, FindsAChangeOfSpreadAlone) {
  std::vector<double> values;
  values.reserve(40);
  for (int i = 0; i < 40; ++i) values.push_back((i % 2 == 0 ? 1 : -1) * (i < 20 ? 0.1 : 3.0));
  EXPECT_THAT(pelt(values, 30)->changes, ElementsAre(20U));
}

TEST(Pelt, IsAsGoodAsTryingEveryDivision) {
  // Small penalties, so that much is divided and much is pruned. A candidate dropped at once instead of a
  // shortest segment later, as in https://github.com/rkillick/changepoint/pull/29 and
  // https://github.com/deepcharles/ruptures/pull/383, misses the optimum of some of these.
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    Random random(seed);
    std::vector<double> values;
    double level = 0;
    double spread = 1;
    while (values.size() < 90) {
      if (random.below(12) == 0) level = 3 * standard_normal(random);
      if (random.below(25) == 0) spread = std::exp(standard_normal(random));
      values.push_back(level + spread * standard_normal(random));
    }
    for (const double penalty : {0.5, 2.0, 6.0, 20.0}) {
      for (const std::size_t shortest : {2U, 5U, 8U}) {
        const auto division = pelt(values, penalty, shortest);
        const auto plain = plain_optimum(values, penalty, shortest);
        ASSERT_TRUE(division);
        ASSERT_NEAR(division->cost, plain.cost, 1e-6) << seed << " " << penalty << " " << shortest;
        ASSERT_EQ(division->changes, plain.changes) << seed << " " << penalty << " " << shortest;
      }
    }
  }
}

TEST(Pelt, StaysFiniteOnStretchesThatDoNotVary) {
  std::vector<double> values(10, 2.0);
  values.resize(25, 5.0);
  values.resize(40, 4.0);
  const auto division = pelt(values, 40);
  ASSERT_TRUE(division);
  EXPECT_THAT(division->changes, ElementsAre(10U, 25U));
  EXPECT_TRUE(std::isfinite(division->cost));
  EXPECT_NEAR(division->cost, plain_optimum(values, 40, 5).cost, 1e-6);
}

TEST(Pelt, DoesNotDependOnUnitOrOriginAndMirrors) {
  Random random(3);
  std::vector<double> values;
  std::vector<double> other;
  for (int i = 0; i < 120; ++i) {
    values.push_back((i < 40 ? 0 : i < 90 ? 4 : 2) + standard_normal(random));
    other.push_back(3e6 - 1e3 * values.back());
  }
  const std::vector<double> reversed(values.rbegin(), values.rend());
  const auto division = pelt(values, 20);
  const auto moved = pelt(other, 20);
  const auto mirrored = pelt(reversed, 20);
  ASSERT_TRUE(division && moved && mirrored);
  ASSERT_EQ(division->changes.size(), 2U);
  EXPECT_EQ(moved->changes, division->changes);
  EXPECT_NEAR(moved->cost, division->cost + 120 * 2 * std::log(1e3), 1e-6);
  EXPECT_THAT(mirrored->changes, ElementsAre(120 - division->changes[1], 120 - division->changes[0]));
}

TEST(Pelt, HasOneSegmentWhereNothingVariesOrNothingElseFits) {
  EXPECT_THAT(pelt(std::vector<double>(30, 0.1), 1)->changes, IsEmpty());
  EXPECT_THAT(pelt(std::vector<double>{1, 1, 1, 1, 9, 9, 9, 9, 9}, 0)->changes, IsEmpty());  // 4 + 5 values
}

TEST(Pelt, NamesWhatItCannotUse) {
  const auto few = pelt(std::vector<double>{1, 2, 3, 4}, 1);
  ASSERT_FALSE(few);
  EXPECT_EQ(few.error().message, "a segment needs 5 values, there are 4");
  const auto nan = pelt(std::vector<double>{1, 2, 3, 4, std::nan("")}, 1);
  ASSERT_FALSE(nan);
  EXPECT_EQ(nan.error().message, "value 4 of 5 is nan");
  EXPECT_FALSE(pelt(std::vector<double>{1, 2, 3, 4, 1e300}, 1));
  EXPECT_FALSE(pelt(std::vector<double>{1, 2, 3, 4, 5}, -1));
  EXPECT_FALSE(pelt(std::vector<double>{1, 2, 3, 4, 5}, std::nan("")));
  EXPECT_FALSE(pelt(std::vector<double>{1, 2, 3, 4, 5}, 1, 1));
}

TEST(NeighbourCorrelation, AgreesWithTheHandCalculation) {
  // Neighbours differ by 1, 2, 1, 3; without the 3 the mean square is 2. Every second by 3, 1, 2; without the
  // 3 it is 2.5.
  EXPECT_NEAR(neighbour_correlation(std::vector<double>{0, 1, 3, 2, 5}).value(), 0.25, 1e-12);
  // A straight line is as correlated as it is allowed to be, what alternates not at all.
  EXPECT_EQ(neighbour_correlation(std::vector<double>{1, 2, 3, 4, 5}).value(), kMostCorrelation);
  EXPECT_EQ(neighbour_correlation(std::vector<double>{1, 2, 1, 2, 1}).value(), 0);
  EXPECT_EQ(neighbour_correlation(std::vector<double>{1, 1, 1, 1, 2}).value(), 0);
}

TEST(NeighbourCorrelation, IsThatOfTheNoiseDespiteSteps) {
  for (const double rho : {0.0, 0.4, 0.7}) {
    Random random(11);
    std::vector<double> values;
    double noise = 0;
    for (int i = 0; i < 4000; ++i) {
      noise = rho * noise + std::sqrt(1 - rho * rho) * standard_normal(random);
      values.push_back(noise + (i / 500) % 2 * 50);
    }
    EXPECT_NEAR(neighbour_correlation(values).value(), rho, 0.08);
  }
}

TEST(ChangePenalty, GrowsWithTheCorrelationOfNeighbours) {
  const std::vector<double> alternating{1, 2, 1, 2, 1, 2, 1, 2};
  EXPECT_NEAR(change_penalty(alternating).value(), 15 * std::log(8.0), 1e-12);
  // ρ₁ = 1/4: (1 + 1/4)/(1 − 1/4) = 5/3.
  EXPECT_NEAR(change_penalty(std::vector<double>{0, 1, 3, 2, 5}).value(), 15 * std::log(5.0) * 5 / 3, 1e-9);
  EXPECT_FALSE(change_penalty(std::vector<double>{1, 2}));
  EXPECT_FALSE(change_penalty(std::vector<double>{1, 2, std::nan("")}));
}

}  // namespace
}  // namespace harness::stats
