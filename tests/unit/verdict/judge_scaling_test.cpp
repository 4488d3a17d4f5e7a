#include <cmath>

#include "made_up_rows.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/verdict/judge.hpp"

namespace harness::verdict {
namespace {

using testing::HasSubstr;

const workload::Cell kOne{"/plaintext", 1, {}};
const workload::Cell kTwo{"/plaintext", 2, {}};

/// "a gains less than `share` of what c gains from one to two."
workload::Claim scaling(std::optional<double> share, double at_least = 1.5) {
  workload::Claim claim;
  claim.id = "X1";
  claim.reading = "strict";
  claim.suite = "s";
  claim.metric = "throughput_rps";
  claim.numerator = claim.denominator = "a";
  claim.direction = workload::Direction::kBelow;
  claim.contrasts = {{kTwo, kOne, {}}};
  claim.control = workload::ScalingControl{"c", share, at_least};
  return claim;
}

/// Six blocks in which two are `gain` times as fast as one, give or take the spread of six().
void add_gain(const std::string& stack, double gain, Rows& rows) {
  int block = 0;
  for (const double y : six(std::log(gain), 0.2)) {
    rows.push_back(slice(stack, block, 0, 1000, kOne));
    rows.push_back(slice(stack, block, 1, 1000 * std::exp(y), kTwo));
    ++block;
  }
}

Rows gains(double of_a, double of_control) {
  Rows rows;
  add_gain("a", of_a, rows);
  add_gain("c", of_control, rows);
  return rows;
}

TEST(ScalingControl, HoldsAGainAgainstAShareOfWhatTheMachineGives) {
  // 1 + 0.25 * (1.9 - 1) = 1.225
  EXPECT_EQ(outcome(judged(scaling(0.25), gains(1.0, 1.9))), "SUPPORTED");
  EXPECT_EQ(outcome(judged(scaling(0.25), gains(1.5, 1.9))), "REFUTED opposite");
  EXPECT_EQ(outcome(judged(scaling(0.25), gains(1.225, 1.9))), "INCONCLUSIVE straddles-threshold");
  const auto row = judged(scaling(0.25), gains(1.0, 1.9));
  EXPECT_NEAR(*row.effect, 1.0 / 1.225, 0.001);
  EXPECT_THAT(row.why, HasSubstr("times what 25 % of the gain of c would make of that at /plaintext c=1"));
}

TEST(ScalingControl, ComparesTwoGainsWhenTheShareIsAllOfIt) {
  auto claim = scaling(1.0, 1.2);
  claim.direction = workload::Direction::kAbove;
  claim.threshold = 1.05;
  EXPECT_NEAR(*judged(claim, gains(1.9, 1.6)).effect, 1.9 / 1.6, 0.001);
  EXPECT_EQ(outcome(judged(claim, gains(1.9, 1.6))), "SUPPORTED");
  EXPECT_EQ(outcome(judged(claim, gains(1.6, 1.6))), "REFUTED opposite");
}

TEST(ScalingControl, WithoutAShareOnlyProvesThatThereWasSomethingToGain) {
  const auto row = judged(scaling({}), gains(0.9, 1.9));
  EXPECT_EQ(outcome(row), "SUPPORTED");
  EXPECT_NEAR(*row.effect, 0.9, 0.001);
}

TEST(ScalingControl, DecidesNothingWhereTheMachineGivesNothing) {
  const auto row = judged(scaling(0.25), gains(1.0, 1.45));
  EXPECT_EQ(outcome(row), "INCONCLUSIVE no-headroom");
  EXPECT_THAT(row.why, HasSubstr("but c itself gets to 1.45"));
}

/// Six blocks around so many times the ideal of the claim below.
void add_of_ideal(const std::string& stack, double ratio, Rows& rows) {
  int block = 0;
  for (const double y : six(std::log(ratio)))
    rows.push_back(slice(stack, block++, 0, 1000 * std::exp(y), kOne));
}

/// "a is below the limit", which c must keep as well.
results::VerdictRow judged_by_a_limit(double of_a, double of_control) {
  workload::Claim claim = scaling({});
  claim.denominator.clear();
  claim.contrasts = {{kOne, {}, 1000}};
  claim.control->at_most = 1;
  Rows rows;
  add_of_ideal("a", of_a, rows);
  add_of_ideal("c", of_control, rows);
  return judged(claim, rows);
}

TEST(ScalingControl, OfALimitMustKeepItItself) {
  EXPECT_EQ(outcome(judged_by_a_limit(0.8, 0.5)), "SUPPORTED");
  EXPECT_NEAR(*judged_by_a_limit(0.8, 0.5).effect, 0.8, 0.001);
  EXPECT_EQ(outcome(judged_by_a_limit(1.3, 0.5)), "REFUTED opposite");
  EXPECT_EQ(outcome(judged_by_a_limit(1.3, 0.98)), "INCONCLUSIVE no-headroom") << "it may be beyond it";
  const auto nobody = judged_by_a_limit(1.3, 1.2);
  EXPECT_EQ(outcome(nobody), "INCONCLUSIVE no-headroom");
  EXPECT_THAT(nobody.why, HasSubstr("but c itself gets to 1.20"));
  EXPECT_THAT(nobody.why, HasSubstr("it must be at most 1 for the limit to be about servers"));
}

TEST(ScalingControl, WithoutItsRowsNothingCanBeTested) {
  Rows rows;
  add_gain("a", 1.0, rows);
  EXPECT_EQ(outcome(judged(scaling(0.25), rows)), "NOT_TESTABLE_HERE not-measured");
}

TEST(ScalingControl, LosesABlockWithItsOwnRow) {
  Rows rows = gains(1.0, 1.9);
  rows.back().status = results::SliceStatus::kInvalid;
  rows.back().reason = "spoilt";
  const auto row = judged(scaling(0.25), rows);
  EXPECT_EQ(row.n_blocks, 5U);
  EXPECT_EQ(outcome(row), "INCONCLUSIVE invalid-rows");
}

}  // namespace
}  // namespace harness::verdict
