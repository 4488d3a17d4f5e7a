// Numbers marked "by search": the two roots of (A − ρB)² = h_A² + ρ²h_B² by scipy.optimize.brentq, with
// h = scipy.stats.t.ppf((1 + level)/2, n − 1)·s/√n of each sample.
#include "harness/stats/fieller.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::stats {
namespace {

using Values = std::vector<double>;
const Values kAbove{104, 98, 110, 101, 95, 107};
const Values kBelow{51, 48, 60, 55, 43};

BoundedRatio bounded(const Values& above, const Values& below, double level = 0.95) {
  const auto found = ratio_of_means(above, below, level);
  EXPECT_TRUE(found && std::holds_alternative<BoundedRatio>(*found));
  return std::get<BoundedRatio>(*found);
}

Values times(double factor, Values values) {
  for (double& value : values) value *= factor;
  return values;
}

TEST(RatioOfMeans, AgreesWithASearchForItsEnds) {
  const BoundedRatio usual = bounded(kAbove, kBelow);
  EXPECT_NEAR(usual.estimate, 102.5 / 51.4, 1e-12);
  EXPECT_NEAR(usual.low, 1.7030830248, 1e-9);  // by search
  EXPECT_NEAR(usual.high, 2.3861848860, 1e-9);
  EXPECT_EQ(usual.level, 0.95);
  EXPECT_NEAR(bounded(kAbove, kBelow, 0.99).low, 1.5517274716, 1e-9);
  EXPECT_NEAR(bounded(kAbove, kBelow, 0.99).high, 2.7270356798, 1e-9);
}

TEST(RatioOfMeans, IsTheMeansIntervalOverANumberThatIsKnown) {
  // Without spread in the denominator only the numerator's interval is left.
  const auto alone = mean_interval(kAbove);
  const BoundedRatio half = bounded(kAbove, Values{2, 2, 2});
  EXPECT_NEAR(half.low, alone->low / 2, 1e-12);
  EXPECT_NEAR(half.high, alone->high / 2, 1e-12);
}

TEST(RatioOfMeans, HasTheInverseEndsTheOtherWayRound) {
  const BoundedRatio straight = bounded(kAbove, kBelow);
  const BoundedRatio inverse = bounded(kBelow, kAbove);
  EXPECT_NEAR(inverse.low, 1 / straight.high, 1e-12);
  EXPECT_NEAR(inverse.high, 1 / straight.low, 1e-12);
}

TEST(RatioOfMeans, DoesNotDependOnOrderOrUnit) {
  const BoundedRatio straight = bounded(kAbove, kBelow);
  Values sorted = kAbove;
  std::sort(sorted.begin(), sorted.end());
  EXPECT_NEAR(bounded(sorted, kBelow).low, straight.low, 1e-12);
  for (const double unit : {1e-200, 1e-9, 1e200}) {
    EXPECT_NEAR(bounded(times(unit, kAbove), times(unit, kBelow)).low, straight.low, 1e-9) << unit;
    EXPECT_NEAR(bounded(times(unit, kAbove), times(unit, kBelow)).high, straight.high, 1e-9) << unit;
  }
}

TEST(RatioOfMeans, MirrorsWithTheSignOfEitherSample) {
  const BoundedRatio straight = bounded(kAbove, kBelow);
  for (const BoundedRatio& mirrored :
       {bounded(times(-1, kAbove), kBelow), bounded(kAbove, times(-1, kBelow))}) {
    EXPECT_EQ(mirrored.estimate, -straight.estimate);
    EXPECT_EQ(mirrored.low, -straight.high);
    EXPECT_EQ(mirrored.high, -straight.low);
  }
}

TEST(RatioOfMeans, IsUnboundedWhenTheDenominatorMayBeZero) {
  for (const Values& doubtful : {Values{-1, 2, 1, -1, 3}, Values{0, 0, 0}, Values{-1, 1}, Values{1, 0, 2}}) {
    const auto found = ratio_of_means(kAbove, doubtful);
    ASSERT_TRUE(found);
    ASSERT_TRUE(std::holds_alternative<UnboundedRatio>(*found));
    const Interval& denominator = std::get<UnboundedRatio>(*found).denominator;
    EXPECT_LE(denominator.low, 0);
    EXPECT_GE(denominator.high, 0);
  }
}

const Values kPairedBelow{51, 48, 60, 55, 43, 52};  // of the same blocks as kAbove

TEST(RatioOfPairedMeans, AgreesWithASearchForItsEnds) {
  // By bisection: the ρ at which |mean of a − ρb| is t_{0.975,5} · s/√6.
  const auto found = std::get<BoundedRatio>(ratio_of_paired_means(kAbove, kPairedBelow).value());
  EXPECT_NEAR(found.estimate, 615.0 / 309, 1e-12);
  EXPECT_NEAR(found.low, 1.8542236154, 1e-9);
  EXPECT_NEAR(found.high, 2.1596907735, 1e-9);
  EXPECT_EQ(found.level, 0.95);
}

TEST(RatioOfPairedMeans, HasNoWidthWhereOneIsAMultipleOfTheOther) {
  const auto found = std::get<BoundedRatio>(ratio_of_paired_means(times(0.3, kAbove), kAbove).value());
  EXPECT_NEAR(found.low, 0.3, 1e-12);
  EXPECT_NEAR(found.high, 0.3, 1e-12);
}

TEST(RatioOfPairedMeans, IsUnboundedOrRefusedAsOfTwoSamples) {
  const auto unbounded = ratio_of_paired_means(Values{1, 2, 3}, Values{-1, 1, 0.5});
  EXPECT_TRUE(std::holds_alternative<UnboundedRatio>(unbounded.value()));
  EXPECT_EQ(ratio_of_paired_means(kAbove, kBelow).error().message,
            "6 values of the numerator, 5 of the denominator: they must be pairs");
  EXPECT_FALSE(ratio_of_paired_means(Values{1e300, 1.1e300}, Values{1e-300, 1e-300}));
}

TEST(RatioOfMeans, NamesTheSampleAndTheValueItRefuses) {
  EXPECT_EQ(ratio_of_means(Values{1, std::nan("")}, kBelow).error().message,
            "numerator: value 1 of 2 is nan");
  EXPECT_EQ(ratio_of_means(kAbove, Values{1}).error().message,
            "denominator: an interval needs at least 2 values, there are 1");
  EXPECT_FALSE(ratio_of_means(kAbove, kBelow, 0));
  EXPECT_FALSE(ratio_of_means(Values{1e300, 1.1e300}, Values{1e-300, 1e-300}));
}

}  // namespace
}  // namespace harness::stats
