#include "made_up_rows.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::verdict {
namespace {

using testing::HasSubstr;

/// "a is below 1.1; refuted only beyond 1.5."
workload::Claim below() {
  workload::Claim claim;
  claim.id = "X1";
  claim.reading = "strict";
  claim.suite = "s";
  claim.metric = "throughput_rps";
  claim.numerator = "a";
  claim.direction = workload::Direction::kBelow;
  claim.threshold = 1.1;
  claim.refuted_beyond = 1.5;
  claim.contrasts = {{kCell, {}, 1000}};
  return claim;
}

/// Its mirror image: "a is above 1 / 1.1; refuted only below 1 / 1.5."
workload::Claim above() {
  auto claim = below();
  claim.direction = workload::Direction::kAbove;
  claim.threshold = 1 / 1.1;
  claim.refuted_beyond = 1 / 1.5;
  return claim;
}

std::string of(double effect, double spread = 1) {
  const auto row = judged(below(), paired(six(std::log(effect), spread)));
  EXPECT_EQ(outcome(row), outcome(judged(above(), paired(six(-std::log(effect), spread))))) << effect;
  return outcome(row);
}

TEST(RefutedBeyond, DecidesOnEitherSideAndNotBetween) {
  EXPECT_EQ(of(1.01), "SUPPORTED");
  EXPECT_EQ(of(1.95), "REFUTED opposite");
  EXPECT_EQ(of(1.3), "INCONCLUSIVE between");
}

TEST(RefutedBeyond, DoesNotDecideWhereAnIntervalHoldsOneOfTheTwo) {
  EXPECT_EQ(of(1.1), "INCONCLUSIVE straddles-threshold");
  EXPECT_EQ(of(1.5), "INCONCLUSIVE straddles-threshold");
  EXPECT_EQ(of(1.3, 10), "INCONCLUSIVE straddles-threshold");
}

TEST(RefutedBeyond, SaysWhichThresholdIsHeldAndWhatWouldDecide) {
  const auto near_the_first = judged(below(), paired(six(std::log(1.08))));
  EXPECT_THAT(near_the_first.why, HasSubstr("the interval holds 1.1; about"));
  const auto near_the_second = judged(below(), paired(six(std::log(1.52))));
  EXPECT_THAT(near_the_second.why, HasSubstr("the interval holds 1.5; about"));
  const auto inside = judged(below(), paired(six(std::log(1.3))));
  EXPECT_THAT(inside.why, HasSubstr("neither less than 1.1 nor beyond the 1.5 that would refute it"));
  EXPECT_EQ(inside.blocks_needed, std::nullopt);
  EXPECT_EQ(inside.p_value, 1);
  EXPECT_THAT(judged(below(), paired(six(std::log(1.95)))).why,
              HasSubstr("not the claimed less than 1.1, and beyond the 1.5 that refute it"));
}

TEST(RefutedBeyond, MeasuresItsDoubtFromTheThresholdThatDecides) {
  const auto p = [](const workload::Claim& claim, double effect) {
    return judged(claim, paired(six(std::log(effect)))).p_value.value();
  };
  auto plain = below();
  plain.refuted_beyond.reset();
  EXPECT_DOUBLE_EQ(p(below(), 1.01), p(plain, 1.01));
  EXPECT_GT(p(below(), 1.55), p(plain, 1.55)) << "1.55 is nearer to 1.5 than to 1.1";
  plain.threshold = 1.5;
  EXPECT_DOUBLE_EQ(p(below(), 1.55), p(plain, 1.55));
}

/// "a takes at least 1.1 times as long as b; refuted where it takes at most 0.909 of that."
TEST(RefutedBeyond, OfAComparisonCallsEqualStacksUndecided) {
  auto claim = comparison(1.1);
  claim.refuted_beyond = 0.909;
  const auto of = [&](double effect) { return outcome(judged(claim, paired(six(std::log(effect))))); };
  EXPECT_EQ(of(1.3), "SUPPORTED");
  EXPECT_EQ(of(1.0), "INCONCLUSIVE between");
  EXPECT_EQ(of(0.7), "REFUTED opposite");
}

TEST(RefutedBeyond, HasTheWholeClaimMixedWhenPlacesDisagree) {
  const workload::Cell other{"/plaintext", 1, {}};
  auto claim = below();
  claim.contrasts.push_back({other, {}, 1000});
  Rows rows = paired(six(std::log(1.01)));
  for (const auto& row : paired(six(std::log(1.95)), other)) rows.push_back(row);
  EXPECT_EQ(outcome(judged(claim, rows)), "MIXED cells-disagree");
}

}  // namespace
}  // namespace harness::verdict
