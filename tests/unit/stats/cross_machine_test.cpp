// Welch against scipy.stats.ttest_ind(equal_var=False), 1.17. Random effects against
// statsmodels.stats.meta_analysis.combine_effects(method_re="dl"), 0.15, conf_int(use_t=True) of the HKSJ
// row, where its scale is ≥ 1 and its τ² ≥ 0 (it does not cut either); else against the header's formulas in
// numpy.
#include "harness/stats/cross_machine.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::stats {
namespace {

using testing::HasSubstr;
using Machines = std::vector<MachineEffect>;

const double kNan = std::nan("");
const Interval kHere = *mean_interval(std::vector<double>{0.12, 0.15, 0.10, 0.18, 0.14, 0.16});
const Interval kThere = *mean_interval(std::vector<double>{0.05, 0.20, 0.11, 0.02, 0.16, 0.08, 0.13, 0.01});

TEST(WelchDifference, AgreesWithAnotherProgram) {
  const auto found = welch_difference(kHere, kThere);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->estimate, 0.0466666667, 1e-10);
  EXPECT_NEAR(found->degrees_of_freedom, 9.956987431601, 1e-9);
  EXPECT_NEAR(found->p, 0.109236452466, 1e-9);
  EXPECT_NEAR(found->low, -0.0124858394, 1e-9);
  EXPECT_NEAR(found->high, 0.1058191727, 1e-9);
  const auto narrow = welch_difference(kHere, kThere, 0.9);
  EXPECT_NEAR(narrow->low, -0.0014433651, 1e-9);
  EXPECT_NEAR(narrow->high, 0.0947766984, 1e-9);
}

TEST(WelchDifference, MirrorsWithTheMachinesAndFollowsTheUnit) {
  const auto straight = welch_difference(kHere, kThere);
  const auto mirrored = welch_difference(kThere, kHere);
  EXPECT_EQ(mirrored->estimate, -straight->estimate);
  EXPECT_EQ(mirrored->low, -straight->high);
  EXPECT_EQ(mirrored->p, straight->p);
  Interval here = kHere;
  Interval there = kThere;
  for (Interval* each : {&here, &there}) {
    each->estimate *= 1e200;
    each->standard_deviation *= 1e200;
  }
  EXPECT_NEAR(welch_difference(here, there)->p, straight->p, 1e-12);
}

TEST(WelchDifference, HasTheFreedomOfTheOnlyMachineThatVaries) {
  Interval steady = kThere;
  steady.standard_deviation = 0;
  EXPECT_NEAR(welch_difference(kHere, steady)->degrees_of_freedom, 5, 1e-12);
}

TEST(WelchDifference, HasAnAnswerWithoutAnySpread) {
  Interval steady = kHere;
  steady.standard_deviation = 0;
  Interval other = steady;
  EXPECT_EQ(welch_difference(steady, other)->p, 1);
  other.estimate = 1;
  EXPECT_EQ(welch_difference(steady, other)->p, 0);
  EXPECT_EQ(welch_difference(steady, other)->low, welch_difference(steady, other)->high);
}

TEST(WelchDifference, NamesTheMachineItRefuses) {
  Interval broken = kThere;
  broken.n = 1;
  EXPECT_EQ(welch_difference(kHere, broken).error().message,
            "the second machine has 1 blocks, at least 2 are needed");
  broken = kThere;
  broken.standard_deviation = kNan;
  EXPECT_EQ(welch_difference(broken, kHere).error().message,
            "the first machine has a standard deviation of nan");
  broken.standard_deviation = -1;
  EXPECT_FALSE(welch_difference(broken, kHere));
  broken = kThere;
  broken.estimate = kNan;
  EXPECT_FALSE(welch_difference(broken, kHere));
  EXPECT_FALSE(welch_difference(kHere, kThere, 1));
  Interval far = kHere;
  Interval away = kHere;
  far.estimate = 1.7e308;
  away.estimate = -1.7e308;
  EXPECT_THAT(welch_difference(far, away).error().message, HasSubstr("too large"));
}

const Machines kDisagree{{0.10, 0.03}, {0.12, 0.03}, {0.11, 0.04}, {0.60, 0.2}, {-0.3, 0.2}};

TEST(RandomEffects, AgreesWithAnotherProgram) {
  const auto found = random_effects(kDisagree);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->log_ratio, 0.112574784741, 1e-11);
  EXPECT_NEAR(found->between_machines, std::sqrt(0.00336480666943723), 1e-11);
  EXPECT_NEAR(found->i_squared, 0.616337926709, 1e-11);
  // Q = 4/(1 − I²) = 10.4255; P(χ²₄ > Q) = e^(−Q/2)·(1 + Q/2).
  EXPECT_NEAR(found->heterogeneity_p, std::exp(-10.4255 / 2) * (1 + 10.4255 / 2), 1e-5);
  EXPECT_NEAR(found->low, -0.04689967, 1e-8);
  EXPECT_NEAR(found->high, 0.27204924, 1e-8);
  EXPECT_NEAR(found->next_low, -0.147218346463, 1e-11);  // by the header's formula
  EXPECT_NEAR(found->next_high, 0.372367915945, 1e-11);
  EXPECT_EQ(found->machines, 5U);
}

TEST(RandomEffects, IsNotNarrowedByMachinesThatHappenToAgree) {
  // Σw*(θᵢ − θ)²/(k − 1) = 0.979 here: plain Hartung-Knapp would be narrower by its root.
  const auto found = random_effects(Machines{{0.10, 0.05}, {0.35, 0.08}, {0.28, 0.10}, {0.60, 0.12}});
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->standard_error, 0.103448645192, 1e-11);
  EXPECT_NEAR(found->low, -0.013137120867, 1e-11);
  EXPECT_NEAR(found->high, 0.645302396491, 1e-11);
  EXPECT_NEAR(found->i_squared, 0.840067768414, 1e-11);
  EXPECT_NEAR(found->next_high, 1.235181490460, 1e-10);
}

TEST(RandomEffects, FindsNothingBetweenMachinesThatAgree) {
  // Weights 400, 400, 100: 0.10 · 4/9 + 0.11 · 4/9 + 0.13/9; se = 1/√900; t(.975, 2) = 4.302653, t(.975, 1)
  // = 12.7062.
  const auto found = random_effects(Machines{{0.10, 0.05}, {0.11, 0.05}, {0.13, 0.10}});
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->log_ratio, 0.97 / 9, 1e-12);
  EXPECT_EQ(found->between_machines, 0);
  EXPECT_EQ(found->i_squared, 0);
  EXPECT_NEAR(found->standard_error, 1.0 / 30, 1e-12);
  EXPECT_NEAR(found->high, 0.97 / 9 + 4.302653 / 30, 1e-7);
  EXPECT_NEAR(found->next_low, 0.97 / 9 - 12.7062 / 30, 1e-5);
  const auto same = random_effects(Machines(3, MachineEffect{0.1, 0.05}));
  EXPECT_GT(same->high - same->low, 0.2);
}

TEST(RandomEffects, DoesNotDependOnTheOrderAndMirrors) {
  const auto straight = random_effects(kDisagree);
  Machines mirrored(kDisagree.rbegin(), kDisagree.rend());
  for (MachineEffect& machine : mirrored) machine.log_ratio = -machine.log_ratio;
  const auto found = random_effects(mirrored);
  EXPECT_NEAR(found->log_ratio, -straight->log_ratio, 1e-14);
  EXPECT_NEAR(found->low, -straight->high, 1e-14);
  EXPECT_NEAR(found->i_squared, straight->i_squared, 1e-14);
}

TEST(RandomEffects, FollowsTheUnit) {
  const auto straight = random_effects(kDisagree);
  Machines larger = kDisagree;
  for (MachineEffect& machine : larger) machine = {machine.log_ratio * 1'024, machine.standard_error * 1'024};
  EXPECT_NEAR(random_effects(larger)->high, straight->high * 1'024, 1e-9);
  EXPECT_NEAR(random_effects(larger)->i_squared, straight->i_squared, 1e-12);
}

TEST(RandomEffects, KeepsItsDigitsWhenOneMachineIsFarMoreExact) {
  // Weights 1e18, 100 and 100: of Σw − Σw²/Σw = 1e18 + 200 − (1e36 + 2e4)/(1e18 + 200) = 400 no digit is left
  // after rounding. Q = 100·(1² + 2²) = 500 about the exact machine, so τ² = 498/400.
  const auto found = random_effects(Machines{{0, 1e-9}, {1, 0.1}, {-2, 0.1}});
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->between_machines, std::sqrt(498.0 / 400), 1e-9);
}

TEST(RandomEffects, NamesTheMachineItRefuses) {
  EXPECT_EQ(random_effects(Machines{{0, 1}, {0, 1}}).error().message,
            "random effects need at least 3 machines, there are 2");
  EXPECT_EQ(random_effects(Machines{{0, 1}, {0, 0}, {0, 1}}).error().message,
            "machine 1 has a standard error of 0, a weight needs a positive number");
  EXPECT_EQ(random_effects(Machines{{0, 1}, {0, 1}, {kNan, 1}}).error().message,
            "machine 2 has a log ratio of nan");
  EXPECT_FALSE(random_effects(Machines{{0, 1}, {0, kNan}, {0, 1}}));
  EXPECT_FALSE(random_effects(kDisagree, 95));
  EXPECT_THAT(random_effects(Machines{{0, 1e-200}, {1, 1}, {2, 1}}).error().message,
              HasSubstr("too far apart"));
}

}  // namespace
}  // namespace harness::stats
