#include <cmath>

#include "made_up_rows.hpp"
#include <gtest/gtest.h>

#include "harness/base/random.hpp"
#include "harness/verdict/block_effects.hpp"
#include "harness/verdict/judge.hpp"

namespace harness::verdict {
namespace {

/// Centres that reach every region of "more than 1.5 times", with the margins 1/1.1 and 1.1.
const std::vector<double> kCentres{-0.5, -0.1, -0.04, 0, 0.04, 0.1, 0.3, 0.38, 0.42, 0.46, 0.9};

workload::Claim mirrored(workload::Claim claim) {
  std::swap(claim.numerator, claim.denominator);
  claim.direction = workload::Direction::kBelow;
  claim.threshold = 1 / claim.threshold;
  return claim;
}

TEST(Judge, DoesNotDependOnTheOrderOfRows) {
  Rows rows = paired(six(0.45));
  rows[9].status = results::SliceStatus::kInvalid;
  rows[9].reason = "x";
  rows[12].status = results::SliceStatus::kInvalid;
  rows[12].reason = "y";
  const auto expected = judged(comparison(1.5), rows);
  Random random(1);
  for (int i = 0; i < 50; ++i) {
    shuffle(std::span(rows), random);
    ASSERT_EQ(judged(comparison(1.5), rows), expected);
  }
}

TEST(BlockEffects, AreTheSameBitsWhateverTheOrderOfSlices) {
  // Many slices per block: floating-point sums of three terms and more depend on their order.
  Rows rows;
  for (const double y : {0.1, 0.2, 0.3, 0.7, 1.1}) {
    for (const auto& row : paired(six(y))) rows.push_back(row);
  }
  const workload::Claim claim = comparison(1.5);
  const auto expected =
      block_effects(claim, claim.places()[0], observe({&claim, 1}, rows, {}), {}).log_ratios();
  Random random(2);
  for (int i = 0; i < 50; ++i) {
    shuffle(std::span(rows), random);
    ASSERT_EQ(block_effects(claim, claim.places()[0], observe({&claim, 1}, rows, {}), {}).log_ratios(),
              expected);
  }
}

TEST(Judge, MirrorsWhenTheArmsAreSwapped) {
  for (const double centre : kCentres) {
    const Rows rows = paired(six(centre));
    const auto one = judged(comparison(1.5), rows);
    const auto other = judged(mirrored(comparison(1.5)), rows);
    EXPECT_EQ(outcome(one), outcome(other)) << centre;
    EXPECT_EQ(one.blocks_needed, other.blocks_needed) << centre;
    EXPECT_NEAR(*one.effect * *other.effect, 1, 1e-5) << centre;
    EXPECT_NEAR(*one.ci_low * *other.ci_high, 1, 1e-5) << centre;
  }
}

TEST(Judge, DoesNotDependOnTheUnitOfTheMetric) {
  for (const double centre : kCentres) {
    Rows rows = paired(six(centre));
    const auto one = judged(comparison(1.5), rows);
    for (auto& row : rows) *row.throughput_rps *= 1e-3;
    const auto other = judged(comparison(1.5), rows);
    EXPECT_EQ(outcome(one), outcome(other)) << centre;
    EXPECT_EQ(one.effect, other.effect) << centre;
    EXPECT_EQ(one.ci_high, other.ci_high) << centre;
  }
}

TEST(Judge, IsDecidedByBlocksNotBySlices) {
  // Writing every slice down ten times adds no information.
  const Rows once = paired(six(0.41));
  Rows often;
  for (int i = 0; i < 10; ++i) often.insert(often.end(), once.begin(), once.end());
  const auto one = judged(comparison(1.5), once);
  const auto ten = judged(comparison(1.5), often);
  EXPECT_EQ(outcome(ten), "INCONCLUSIVE straddles-threshold");
  EXPECT_EQ(ten.n_blocks, one.n_blocks);
  EXPECT_EQ(ten.ci_low, one.ci_low);
}

TEST(Judge, IgnoresWhatOtherClaimsAreAbout) {
  Rows rows = paired(six(0.45));
  const auto alone = judged(comparison(1.5), rows);
  for (auto row : paired(six(-3), {"/other", 64})) rows.push_back(row);
  for (auto row : paired(six(-3))) {
    row.suite = "other";
    rows.push_back(row);
  }
  for (auto row : paired(six(-3))) {
    row.stack += "2";
    rows.push_back(row);
  }
  EXPECT_EQ(judged(comparison(1.5), rows), alone);
}

}  // namespace
}  // namespace harness::verdict
