#include "harness/stats/scaling.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::stats {
namespace {

using testing::HasSubstr;

const std::vector<double> kAlone{100, 110, 95, 105, 98};
const std::vector<double> kTogether{180, 205, 170, 186, 181};

TEST(SpeedUpTest, AgreesWithNumpy) {
  // y = log(together/alone); S = exp(mean ± t(.975, 4)·sd/√5), numpy 2.4 and scipy 1.17.
  const auto speed = speed_up(kAlone, kTogether, 2);
  ASSERT_TRUE(speed);
  EXPECT_NEAR(speed->ratio, 1.81395717, 1e-8);
  EXPECT_NEAR(speed->low, 1.766009, 1e-6);
  EXPECT_NEAR(speed->high, 1.86320716, 1e-8);
  EXPECT_EQ(speed->level, 2);
  EXPECT_EQ(speed->log.n, 5U);
  EXPECT_EQ(speed->log.level, 0.95);
}

TEST(SpeedUpTest, IgnoresTheUnitAndTheOrderOfBlocksAndMirrors) {
  std::vector<double> alone(kAlone.rbegin(), kAlone.rend());
  std::vector<double> together(kTogether.rbegin(), kTogether.rend());
  for (double& x : alone) x *= 60;
  for (double& x : together) x *= 60;
  const auto speed = speed_up(kAlone, kTogether, 2);
  const auto moved = speed_up(alone, together, 2);
  const auto mirrored = speed_up(kTogether, kAlone, 2);
  ASSERT_TRUE(speed && moved && mirrored);
  EXPECT_NEAR(moved->ratio, speed->ratio, 1e-12);
  EXPECT_NEAR(moved->low, speed->low, 1e-12);
  EXPECT_NEAR(mirrored->low, 1 / speed->high, 1e-12);
  EXPECT_NEAR(mirrored->high, 1 / speed->low, 1e-12);
}

TEST(SpeedUpTest, NamesWhatItCannotUse) {
  const auto one = speed_up(kAlone, kTogether, 1);
  ASSERT_FALSE(one);
  EXPECT_THAT(one.error().message, HasSubstr("level 1 needs a level above 1"));
  std::vector<double> stalled = kTogether;
  stalled[3] = 0;
  const auto none = speed_up(kAlone, stalled, 2);
  ASSERT_FALSE(none);
  EXPECT_THAT(none.error().message, HasSubstr("numerator of block 3 is 0"));
  EXPECT_FALSE(speed_up(kAlone, std::vector<double>{1}, 2));
  EXPECT_FALSE(speed_up(std::vector<double>{1}, std::vector<double>{2}, 2));
  EXPECT_FALSE(speed_up(kAlone, kTogether, 2, 95));
  // Two blocks that disagree by e^300: the interval is exp(±1906).
  EXPECT_FALSE(speed_up(std::vector<double>{1, 1}, std::vector<double>{1e-130, 1e130}, 2));
}

TEST(KarpFlatt, TransformsTheIntervalOfTheSpeedUp) {
  // e = (1/S − 1/2)/(1/2) of the three numbers above, ends swapped.
  const auto serial = karp_flatt(*speed_up(kAlone, kTogether, 2));
  ASSERT_TRUE(serial);
  EXPECT_NEAR(serial->estimate, 0.10256187, 1e-8);
  EXPECT_NEAR(serial->low, 0.07341795, 1e-8);
  EXPECT_NEAR(serial->high, 0.13249706, 1e-8);
}

TEST(KarpFlatt, IsTheSerialFractionOfAmdahlsLaw) {
  for (const double serial : {0.0, 0.05, 0.5, 1.0}) {
    for (const double n : {2.0, 3.0, 64.0}) {
      const double s = n / (1 + serial * (n - 1));
      const auto found = karp_flatt({n, s, s, s, {}});
      ASSERT_TRUE(found);
      EXPECT_NEAR(found->estimate, serial, 1e-12);
    }
  }
}

TEST(KarpFlatt, DoesNotHideMoreThanIdealNorSlowerThanAlone) {
  EXPECT_LT(karp_flatt({2, 2.2, 2.1, 2.3, {}})->high, 0);
  EXPECT_GT(karp_flatt({2, 0.9, 0.8, 0.95, {}})->low, 1);
}

TEST(KarpFlatt, NamesWhatItCannotUse) {
  EXPECT_FALSE(karp_flatt({1, 1, 1, 1, {}}));
  EXPECT_FALSE(karp_flatt({2, 1, 0, 2, {}}));
  EXPECT_FALSE(karp_flatt({std::nan(""), 1, 1, 1, {}}));
  EXPECT_FALSE(karp_flatt({2, 1, 1, std::numeric_limits<double>::infinity(), {}}));
}

TEST(CheckLevels, NamesThePointAndTheRemedy) {
  EXPECT_TRUE(check_levels(std::vector<ScalingPoint>{{4, 1}, {1, 1}, {2, 1}}, 3));
  EXPECT_THAT(check_levels(std::vector<ScalingPoint>{{4, 1}, {1, 1}}, 3).error().message,
              HasSubstr("at least 3 levels, there are 2"));
  EXPECT_THAT(check_levels(std::vector<ScalingPoint>{{1, 1}, {0.5, 1}}, 2).error().message,
              HasSubstr("level 0.5 of point 1"));
  EXPECT_THAT(check_levels(std::vector<ScalingPoint>{{1, 1}, {2, -3}}, 2).error().message,
              HasSubstr("throughput -3 of point 1 (level 2)"));
  EXPECT_THAT(check_levels(std::vector<ScalingPoint>{{1, 1}, {2, 1}, {1, 1}}, 2).error().message,
              HasSubstr("level 1 appears twice, again as point 2: give one throughput per level"));
  EXPECT_FALSE(check_levels(std::vector<ScalingPoint>{{1, std::nan("")}}, 1));
  EXPECT_FALSE(check_levels(std::vector<ScalingPoint>{{std::nan(""), 1}}, 1));
}

TEST(CheckWithinReach, RefusesMoreThanTwiceTheLargestLevel) {
  EXPECT_TRUE(check_within_reach(16, 8));
  const auto beyond = check_within_reach(16.1, 8);
  ASSERT_FALSE(beyond);
  EXPECT_EQ(beyond.error().message,
            "level 16.1 is beyond 2 times the largest measured level, 8: measure nearer to it");
  EXPECT_FALSE(check_within_reach(0.9, 8));
  EXPECT_FALSE(check_within_reach(std::nan(""), 8));
}

}  // namespace
}  // namespace harness::stats
