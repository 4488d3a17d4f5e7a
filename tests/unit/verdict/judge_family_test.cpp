#include <cmath>

#include "made_up_rows.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/verdict/judge.hpp"

namespace harness::verdict {
namespace {

using testing::ElementsAre;

/// A claim of its own about stacks of its own, with its own distance from "more than 1.5 times".
struct Family {
  std::vector<workload::Claim> claims;
  Rows rows;

  void add(double distance) {
    workload::Claim claim = comparison(1.5);
    const std::string own = std::to_string(claims.size());
    claim.id += own;
    claim.numerator += own;
    claim.denominator += own;
    claims.push_back(claim);
    for (auto row : paired(six(std::log(1.5) + distance))) {
      row.stack += own;
      rows.push_back(row);
    }
  }
};

std::vector<std::string> outcomes(const std::vector<results::VerdictRow>& rows) {
  std::vector<std::string> all;
  for (const auto& row : rows) all.push_back(outcome(row));
  return all;
}

TEST(FamilyOfClaims, NeedsMoreOfEachThanAClaimAlone) {
  // Alone, a little more than one half width decides. Of three alike, each is tested at 5/3 %.
  Family family;
  for (int i = 0; i < 3; ++i) family.add(kHalfWidth + 0.001);
  EXPECT_EQ(outcome(judged(family.claims[0], family.rows)), "SUPPORTED");
  const auto together = judge(family.claims, family.rows, {});
  EXPECT_THAT(outcomes(together),
              ElementsAre("INCONCLUSIVE straddles-threshold", "INCONCLUSIVE straddles-threshold",
                          "INCONCLUSIVE straddles-threshold"));
  EXPECT_EQ(together[0].claims_in_family, 3u);
  EXPECT_NEAR(*together[0].p_holm, 3 * *together[0].p_value, 1e-5);
}

TEST(FamilyOfClaims, StepsDownAsHolmDoes) {
  // The strongest pays for all three, the weakest only for itself.
  Family family;
  family.add(kHalfWidth + 0.001);
  family.add(0.5);
  family.add(-0.5);
  const auto rows = judge(family.claims, family.rows, {});
  EXPECT_THAT(outcomes(rows), ElementsAre("SUPPORTED", "SUPPORTED", "REFUTED too-small"));
  EXPECT_DOUBLE_EQ(*rows[0].ci_level, 0.95);
  EXPECT_LT(std::min(*rows[1].p_value, *rows[2].p_value), 1e-4);
  EXPECT_DOUBLE_EQ(std::max(*rows[1].ci_level, *rows[2].ci_level), 1 - 0.05 / 3);
}

TEST(FamilyOfClaims, SaysTheSameByIntervalAndByAdjustedP) {
  for (const double distance : {0.0, 0.03, 0.0395, 0.045, 0.05, 0.07, -0.0395, -0.06}) {
    Family family;
    for (const double other : {distance, 0.3, 0.041, 0.0}) family.add(other);
    for (const auto& row : judge(family.claims, family.rows, {})) {
      EXPECT_EQ(*row.p_holm <= 0.05, row.verdict != results::Verdict::kInconclusive)
          << distance << " " << row.detail;
    }
  }
}

TEST(FamilyOfClaims, LeavesOutWhatCannotBeTestedHere) {
  Family family;
  family.add(kHalfWidth + 0.001);
  family.add(0.5);
  family.claims[1].numerator = "nobody";
  const auto rows = judge(family.claims, family.rows, {});
  EXPECT_EQ(outcome(rows[0]), "SUPPORTED");
  EXPECT_EQ(rows[0].claims_in_family, 1u);
  EXPECT_EQ(rows[1].p_value, std::nullopt);
}

TEST(FamilyOfClaims, IsNoFamilyBeforeSchemaThree) {
  Family family;
  for (int i = 0; i < 3; ++i) family.add(kHalfWidth + 0.001);
  Context context;
  context.procedure.family = false;
  for (auto& row : family.rows) row.schema = 2;
  for (const auto& row : judge(family.claims, family.rows, context)) {
    EXPECT_EQ(outcome(row), "SUPPORTED");
    EXPECT_EQ(row.p_holm, std::nullopt);
  }
}

const workload::Cell kOther{"/other", 64, {}};

results::VerdictRow in_two_places(double here, double there) {
  workload::Claim claim = comparison(1.5);
  claim.contrasts.push_back({kOther, kOther, {}});
  Rows rows = paired(six(std::log(1.5) + here));
  for (const auto& row : paired(six(std::log(1.5) + there), kOther)) rows.push_back(row);
  return judged(claim, rows);
}

TEST(UniversalClaim, CostsNothingForHavingSeveralPlacesThatAgree) {
  // Intersection-union: all must be decided, so each may be at the full level.
  const auto row = in_two_places(kHalfWidth + 0.001, 0.5);
  EXPECT_EQ(outcome(row), "SUPPORTED");
  EXPECT_DOUBLE_EQ(*row.ci_level, 0.95);
}

TEST(UniversalClaim, IsMixedOnlyWhenEachSideBearsTheChoiceAmongPlaces) {
  EXPECT_EQ(outcome(in_two_places(0.5, -0.5)), "MIXED cells-disagree");
  // Decided alone, but not when it may be any of two places.
  EXPECT_EQ(outcome(in_two_places(0.5, -kHalfWidth - 0.001)), "INCONCLUSIVE straddles-threshold");
}

}  // namespace
}  // namespace harness::verdict
