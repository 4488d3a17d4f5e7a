#include "harness/verdict/drift.hpp"

#include <gtest/gtest.h>

namespace harness::verdict {
namespace {

using results::Verdict;

results::VerdictRow verdict_of(const std::string& claim, Verdict verdict) {
  results::VerdictRow row;
  row.claim = claim;
  row.reading = "strict";
  row.verdict = verdict;
  return row;
}

Drift from_to(Verdict before, Verdict now) {
  return worst(drift(std::vector{verdict_of("X", before)}, std::vector{verdict_of("X", now)}));
}

TEST(Drift, IsAFlipOnlyFromOneSideToTheOther) {
  EXPECT_EQ(from_to(Verdict::kSupported, Verdict::kRefuted), Drift::kFlipped);
  EXPECT_EQ(from_to(Verdict::kRefuted, Verdict::kSupported), Drift::kFlipped);
  EXPECT_EQ(from_to(Verdict::kSupported, Verdict::kSupported), Drift::kNone);
}

TEST(Drift, OfAVerdictThatSaysLessIsUndecided) {
  for (const Verdict less : {Verdict::kInconclusive, Verdict::kMixed, Verdict::kNotTestableHere}) {
    EXPECT_EQ(from_to(Verdict::kRefuted, less), Drift::kUndecided);
  }
  EXPECT_EQ(from_to(Verdict::kMixed, Verdict::kInconclusive), Drift::kUndecided);
  EXPECT_EQ(from_to(Verdict::kMixed, Verdict::kSupported), Drift::kUndecided);
}

TEST(Drift, IsNoneWhereNothingWasDecided) {
  for (const Verdict now : {Verdict::kSupported, Verdict::kRefuted, Verdict::kMixed}) {
    EXPECT_EQ(from_to(Verdict::kInconclusive, now), Drift::kNone);
    EXPECT_EQ(from_to(Verdict::kNotTestableHere, now), Drift::kNone);
  }
}

TEST(Drift, PairsByClaimAndReadingAndMissesTheLost) {
  auto other_reading = verdict_of("X", Verdict::kRefuted);
  other_reading.reading = "steelman";
  const std::vector before{verdict_of("X", Verdict::kSupported), verdict_of("Y", Verdict::kRefuted)};
  const std::vector now{other_reading, verdict_of("X", Verdict::kSupported),
                        verdict_of("Z", Verdict::kRefuted)};
  const auto claims = drift(before, now);
  ASSERT_EQ(claims.size(), 2U);
  EXPECT_EQ(claims[0].drift, Drift::kNone);
  EXPECT_EQ(claims[1].claim, "Y");
  EXPECT_EQ(claims[1].now, Verdict::kNotTestableHere);
  EXPECT_EQ(claims[1].drift, Drift::kUndecided);
}

TEST(Drift, IsNoneBetweenNothingAndSomething) {
  EXPECT_EQ(worst(drift({}, std::vector{verdict_of("X", Verdict::kRefuted)})), Drift::kNone);
}

}  // namespace
}  // namespace harness::verdict
