#include <cmath>

#include "made_up_rows.hpp"
#include <gtest/gtest.h>

#include "harness/verdict/judge.hpp"

namespace harness::verdict {
namespace {

TEST(Judge, ComputesTheTIntervalOfSixBlocksByHand) {
  // y = 0.50 0.42 0.46 0.40 0.48 0.44: mean 0.45, half width 0.0392662 (see six()).
  // exp(0.45) = 1.56831, exp(0.4107338) = 1.50792, exp(0.4892662) = 1.63112.
  const auto row = judged(comparison(1.5), paired(six(0.45)));
  EXPECT_EQ(outcome(row), "SUPPORTED");
  EXPECT_DOUBLE_EQ(row.effect.value(), 1.56831);
  EXPECT_DOUBLE_EQ(row.ci_low.value(), 1.50792);
  EXPECT_DOUBLE_EQ(row.ci_high.value(), 1.63112);
  EXPECT_EQ(row.ci_level, 0.95);
  EXPECT_EQ(row.n_blocks, 6u);
  EXPECT_EQ(row.blocks_needed, std::nullopt);
}

TEST(Judge, SupportsOnlyWhenTheWholeIntervalIsBeyondTheThreshold) {
  const double threshold = 1.5;
  const double just_above = std::log(threshold) + kHalfWidth + 0.0001;
  const double just_below = std::log(threshold) + kHalfWidth - 0.0001;
  EXPECT_EQ(outcome(judged(comparison(threshold), paired(six(just_above)))), "SUPPORTED");
  EXPECT_EQ(outcome(judged(comparison(threshold), paired(six(just_below)))),
            "INCONCLUSIVE straddles-threshold");
}

TEST(Judge, RefutesOnlyWhenTheWholeIntervalIsShortOfTheThreshold) {
  const double threshold = 1.5;
  const double just_below = std::log(threshold) - kHalfWidth - 0.0001;
  const double just_above = std::log(threshold) - kHalfWidth + 0.0001;
  EXPECT_EQ(outcome(judged(comparison(threshold), paired(six(just_below)))), "REFUTED too-small");
  EXPECT_EQ(outcome(judged(comparison(threshold), paired(six(just_above)))),
            "INCONCLUSIVE straddles-threshold");
}

TEST(Judge, NeverTakesAWideIntervalAroundOneForARefutation) {
  // Half width 5 · 0.039 = 0.196: p > 0.05 for any effect, and log 1.10 = 0.095 is within.
  EXPECT_EQ(outcome(judged(comparison(1.10), paired(six(0, 5)))), "INCONCLUSIVE straddles-threshold");
}

TEST(Judge, MirrorsTheRegionsForAClaimOfLess) {
  workload::Claim claim = comparison(0.8);
  claim.direction = workload::Direction::kBelow;
  EXPECT_EQ(outcome(judged(claim, paired(six(std::log(0.8) - 0.04)))), "SUPPORTED");
  EXPECT_EQ(outcome(judged(claim, paired(six(std::log(0.8) + 0.04)))), "REFUTED too-small");
  EXPECT_EQ(outcome(judged(claim, paired(six(std::log(0.8) + 0.03)))), "INCONCLUSIVE straddles-threshold");
  EXPECT_EQ(outcome(judged(claim, paired(six(std::log(1.1) + 0.04)))), "REFUTED opposite");
}

TEST(Judge, TellsTheThreeRefutationsOfAComparisonApart) {
  // log 1.10 = 0.0953; half width 0.0393.
  EXPECT_EQ(outcome(judged(comparison(2), paired(six(0.05)))), "REFUTED equivalent");  // [0.011, 0.089]
  EXPECT_EQ(outcome(judged(comparison(2), paired(six(0.06)))), "REFUTED too-small");   // [0.021, 0.099]
  EXPECT_EQ(outcome(judged(comparison(2), paired(six(-0.06)))), "REFUTED too-small");  // [-0.099, -0.021]
  EXPECT_EQ(outcome(judged(comparison(2), paired(six(-0.13)))), "REFUTED too-small");  // [-0.169, -0.091]
  EXPECT_EQ(outcome(judged(comparison(2), paired(six(-0.14)))), "REFUTED opposite");   // [-0.179, -0.101]
}

TEST(Judge, ComparesWithAConstantWhenTheClaimNamesOne) {
  // c / d = 64 / 0.05 s = 1280 per second; a does 1000·e^y.
  workload::Claim claim = comparison(0.9);
  claim.kind = workload::ClaimKind::kThreshold;
  claim.denominator.clear();
  claim.contrasts = {{kCell, {}, 1280.0}};
  const auto row = judged(claim, paired(six(std::log(1.28))));
  EXPECT_EQ(outcome(row), "SUPPORTED");
  EXPECT_DOUBLE_EQ(row.effect.value(), 1);
  EXPECT_EQ(outcome(judged(claim, paired(six(std::log(1.28 * 0.8))))), "REFUTED opposite");
}

TEST(Judge, ForecastsTheBlocksThatWouldDecide) {
  // |estimate - threshold| = 0.02, s = 0.0374: the normal answer is (1.96 + 0.842)² · 3.5 = 27.5; with t at
  // 29 degrees of freedom (2.045 + 0.854)² · 3.5 = 29.4, so 30.
  const auto row = judged(comparison(1.5), paired(six(std::log(1.5) + 0.02)));
  EXPECT_EQ(row.blocks_needed, 30u);
}

TEST(Judge, ForecastsNothingWhenNoNumberOfBlocksIsInSight) {
  const auto row = judged(comparison(1.5), paired(six(std::log(1.5))));
  EXPECT_EQ(outcome(row), "INCONCLUSIVE straddles-threshold");
  EXPECT_EQ(row.blocks_needed, std::nullopt);
}

TEST(Judge, SaysNothingAboutASmokeRun) {
  Context smoke;
  smoke.may_judge = false;
  EXPECT_TRUE(judge(std::vector{comparison(1.5)}, paired(six(0.45)), smoke).empty());
}

TEST(Judge, CopiesTheClaimIntoTheRow) {
  workload::Claim claim = comparison(1.5);
  claim.quote = "so much faster";
  const auto row = judged(claim, paired(six(0.45)), {.run_id = "r7", .claims_sha256 = "abc"});
  EXPECT_EQ(row.run_id, "r7");
  EXPECT_EQ(row.claims_sha256, "abc");
  EXPECT_EQ(row.claim, "X1");
  EXPECT_EQ(row.reading, "strict");
  EXPECT_EQ(row.quote, "so much faster");
  EXPECT_EQ(row.direction, "above");
  EXPECT_EQ(row.threshold, 1.5);
  EXPECT_EQ(row.cells, "/plaintext c=64");
}

}  // namespace
}  // namespace harness::verdict
