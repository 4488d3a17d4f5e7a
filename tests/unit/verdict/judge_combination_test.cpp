#include "made_up_rows.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/verdict/judge.hpp"

namespace harness::verdict {
namespace {

using testing::HasSubstr;

/// Each letter is a contrast with its own cell, of the claim "more than 1.5 times":
/// S supported, s supported by less, R too-small, O opposite, E equivalent, I straddles, F too few, N
/// unmeasured.
struct Scene {
  workload::Claim claim = comparison(1.5);
  Rows rows;

  explicit Scene(const std::string& letters) {
    claim.contrasts.clear();
    int connections = 0;
    for (const char letter : letters) {
      const workload::Cell cell{"/x", ++connections};
      claim.contrasts.push_back({cell, cell, {}});
      for (const auto& row : paired(effects(letter), cell)) rows.push_back(row);
    }
  }

  static std::vector<double> effects(char letter) {
    switch (letter) {
      case 'S':
        return six(0.8);
      case 's':
        return six(0.5);
      case 'R':
        return six(0.2);
      case 'O':
        return six(-0.5);
      case 'E':
        return six(0.01);
      case 'I':
        return six(0.41);
      case 'F':
        return {0.8, 0.81};
      default:
        return {};
    }
  }
};

std::string outcome_of(const std::string& letters) {
  const Scene scene(letters);
  return outcome(judged(scene.claim, scene.rows));
}

/// The same cell twice: once by what the claim names, once by another metric.
TEST(Judge, AsksEachContrastByItsOwnMetric) {
  Scene scene("S");
  scene.claim.contrasts.push_back({scene.claim.contrasts[0].numerator_cell,
                                   scene.claim.contrasts[0].denominator_cell,
                                   {},
                                   "service_p50_us"});
  for (results::SliceRow& row : scene.rows) row.service_p50_us = row.stack == "a" ? 1400 : 1000;
  const auto apart = judged(scene.claim, scene.rows);
  EXPECT_EQ(outcome(apart), "MIXED cells-disagree");
  EXPECT_THAT(apart.cells, HasSubstr("; /x c=1 service_p50_us"));
  EXPECT_THAT(apart.detail, HasSubstr("/x c=1 service_p50_us: REFUTED (too-small) 1.40"));
  EXPECT_THAT(apart.why, HasSubstr("service_p50_us of a at /x c=1"));
  for (results::SliceRow& row : scene.rows) row.service_p50_us = row.stack == "a" ? 2000 : 1000;
  EXPECT_EQ(outcome(judged(scene.claim, scene.rows)), "SUPPORTED");
}

TEST(Judge, AgreesUniversallyOrNotAtAll) {
  EXPECT_EQ(outcome_of("SsS"), "SUPPORTED");
  EXPECT_EQ(outcome_of("EE"), "REFUTED equivalent");
  EXPECT_EQ(outcome_of("OO"), "REFUTED opposite");
  EXPECT_EQ(outcome_of("SR"), "MIXED cells-disagree");
  EXPECT_EQ(outcome_of("SI"), "INCONCLUSIVE straddles-threshold");
  EXPECT_EQ(outcome_of("RI"), "INCONCLUSIVE straddles-threshold");
  EXPECT_EQ(outcome_of("SF"), "INCONCLUSIVE too-few-blocks");
}

TEST(Judge, CallsDifferentRefutationsByWhatTheyHaveInCommon) {
  EXPECT_EQ(outcome_of("RE"), "REFUTED too-small");
  EXPECT_EQ(outcome_of("OE"), "REFUTED too-small");
}

TEST(Judge, IsMixedOnceOneContrastSupportsAndOneRefutes) {
  EXPECT_EQ(outcome_of("SRI"), "MIXED cells-disagree");
}

TEST(Judge, JudgesOverTheContrastsThatCouldBeTested) {
  EXPECT_EQ(outcome_of("SN"), "SUPPORTED");
  EXPECT_EQ(outcome_of("NR"), "REFUTED too-small");
  EXPECT_EQ(outcome_of("NN"), "NOT_TESTABLE_HERE not-measured");
  const Scene scene("SN");
  EXPECT_THAT(judged(scene.claim, scene.rows).why, HasSubstr("1 could not be tested here"));
}

TEST(Judge, ShowsTheWeakestLink) {
  const Scene scene("SsS");
  const auto row = judged(scene.claim, scene.rows);
  EXPECT_DOUBLE_EQ(row.effect.value(), 1.64872);  // exp(0.5)
  EXPECT_EQ(row.cells, "/x c=1; /x c=2; /x c=3");
  EXPECT_EQ(row.detail,
            "/x c=1: SUPPORTED 2.23 [2.14, 2.31] n=6; /x c=2: SUPPORTED 1.65 [1.59, 1.71] n=6; "
            "/x c=3: SUPPORTED 2.23 [2.14, 2.31] n=6; shown: the nearest to its threshold, /x c=2");
}

TEST(Judge, PrintsTheMapOfAMixedClaim) {
  const Scene scene("SR");
  const auto row = judged(scene.claim, scene.rows);
  EXPECT_THAT(row.detail, HasSubstr("/x c=1: SUPPORTED 2.23 [2.12, 2.34] n=6; "
                                    "/x c=2: REFUTED (too-small) 1.22 [1.16, 1.28] n=6"));
  EXPECT_DOUBLE_EQ(row.effect.value(), 1.2214);  // 0.405 - 0.239 is less than 0.761 - 0.405
}

TEST(Judge, NeedsAsManyBlocksAsItsNeediestContrast) {
  const Scene alone("I");
  const Scene with_few("FI");
  const auto needed = judged(alone.claim, alone.rows).blocks_needed;
  ASSERT_TRUE(needed);
  EXPECT_EQ(judged(with_few.claim, with_few.rows).blocks_needed, needed);
}

}  // namespace
}  // namespace harness::verdict
