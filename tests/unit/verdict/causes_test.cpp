#include "harness/verdict/causes.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <utility>

#include "made_up_rows.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::verdict {
namespace {

using results::CauseRow;

/// One block per value: a is e^gap as fast as b, and `turned`, which takes the place of one of them, leaves
/// e^left of it.
Rows with_turned(const std::vector<double>& gap, const std::vector<double>& left) {
  Rows rows = paired(gap);
  for (std::size_t block = 0; block < left.size(); ++block) {
    for (const int order : {4, 5})
      rows.push_back(slice("turned", static_cast<int>(block), order, 1000 * std::exp(left[block])));
  }
  return rows;
}

workload::Claim caused(const std::string& arm) {
  workload::Claim claim = comparison(1.5);
  claim.causes.push_back({"the knob", arm, "turned"});
  return claim;
}

CauseRow share(const workload::Claim& claim, const Rows& rows, const Context& context = {}) {
  return causes(std::vector{claim}, rows, context).at(0);
}

TEST(Cause, TakesAShareOfTheGapsLogarithm) {
  // e^0.8 becomes e^0.2 in every block: three quarters of the gap.
  const CauseRow row = share(caused("a"), with_turned(six(0.8, 0), six(0.2, 0)));
  EXPECT_EQ(row.claim + " " + row.reading + ", " + row.knob + ": " + row.turned + " for " + row.arm,
            "X1 strict, the knob: turned for a");
  EXPECT_EQ(row.cells, "/plaintext c=64");
  EXPECT_NEAR(*row.gap, std::exp(0.8), 1e-5);
  EXPECT_NEAR(*row.gap_turned, std::exp(0.2), 1e-5);
  EXPECT_NEAR(*row.share, 0.75, 1e-6);
  EXPECT_EQ(row.ci_level, 0.95);
  EXPECT_EQ(row.n_blocks, 6U);
  EXPECT_EQ(row.reason, "");
}

TEST(Cause, MayBeOnEitherSide) {
  // b's place is taken by one that is e^0.2 as fast as b was: a is then e^0.6 as fast.
  const CauseRow row = share(caused("b"), with_turned(six(0.8, 0), six(0.2, 0)));
  EXPECT_NEAR(*row.gap_turned, std::exp(0.6), 1e-5);
  EXPECT_NEAR(*row.share, 0.25, 1e-6);
}

TEST(Cause, MayMakeTheGapGrowOrTurnItOver) {
  EXPECT_NEAR(*share(caused("a"), with_turned(six(0.8, 0), six(1.2, 0))).share, -0.5, 1e-6);
  EXPECT_NEAR(*share(caused("a"), with_turned(six(-0.8, 0), six(0.2, 0))).share, 1.25, 1e-6);
}

TEST(Cause, HasTheIntervalOfPairs) {
  // Gaps 0.8 + d, left 0.2 + d, so 0.6 in every block: e = -0.75 d, and with c·Σd² = 0.0392662² around 0.8
  // the ends are those of 0.6 / (0.8 ± 0.0392662): a mean over a known number, upside down.
  const CauseRow row = share(caused("a"), with_turned(six(0.8), six(0.2)));
  EXPECT_NEAR(*row.share, 0.75, 1e-6);
  EXPECT_NEAR(*row.share_low, 0.6 / (0.8 + kHalfWidth), 1e-5);
  EXPECT_NEAR(*row.share_high, 0.6 / (0.8 - kHalfWidth), 1e-5);
}

TEST(Cause, IsCertainWhereEachBlockSaysTheSame) {
  // A quarter is left in each block, however large its gap: what the blocks differ by is no doubt about the
  // share.
  const CauseRow row = share(caused("a"), with_turned(six(0.8, 4), six(0.2, 1)));
  EXPECT_NEAR(*row.share_low, 0.75, 1e-5);
  EXPECT_NEAR(*row.share_high, 0.75, 1e-5);
}

TEST(Cause, HasNothingToShareWhereThereIsNoGap) {
  const CauseRow row = share(caused("a"), with_turned(six(0.03), six(0.2)));
  EXPECT_EQ(row.reason, kNoGap);
  EXPECT_NEAR(*row.gap, std::exp(0.03), 1e-5);
  EXPECT_FALSE(row.share || row.share_low || row.share_high);
}

TEST(Cause, TakesOnlyBlocksInWhichAllArmsCount) {
  Rows rows = with_turned(six(0.8, 0), six(0.2, 0));
  const Rows more = with_turned({9, 0.8, 0.8}, {9, 0.2, 9});
  for (results::SliceRow row : more) {
    row.block += 6;
    rows.push_back(row);
  }
  for (results::SliceRow& row : rows) {
    const bool failed = (row.block == 6 && row.stack == "b") || (row.block == 8 && row.stack == "turned");
    if (failed) row.status = results::SliceStatus::kInvalid;
  }
  const CauseRow row = share(caused("a"), rows);
  EXPECT_EQ(row.n_blocks, 7U);
  EXPECT_NEAR(*row.share, 0.75, 1e-6);
}

TEST(Cause, IsNotKnownWhereAVerdictWouldNotBe) {
  EXPECT_EQ(share(caused("a"), paired(six(0.8))).reason, "not-measured");
  EXPECT_EQ(share(caused("a"), with_turned({0.8, 0.8, 0.8, 0.8, 0.8}, {0.2, 0.2, 0.2, 0.2, 0.2})).reason,
            "too-few-blocks");
  Rows lost = with_turned(six(0.8), six(0.2));
  for (results::SliceRow& row : lost) {
    if (row.stack == "turned" && row.block < 2) row.status = results::SliceStatus::kInvalid;
  }
  const CauseRow row = share(caused("a"), lost);
  EXPECT_EQ(row.reason, kInvalidRows);
  EXPECT_FALSE(row.gap || row.share);
}

TEST(Cause, IsNotKnownWhereTheHostTookTheCpuAway) {
  Rows rows = with_turned(six(0.8), six(0.2));
  for (results::SliceRow& row : rows) row.steal_share = row.stack == "turned" && row.block < 3 ? 0.2 : 0.0;
  Context guarded;
  guarded.procedure.noise_guards.emplace();
  EXPECT_EQ(share(caused("a"), rows, guarded).reason, kNoisyEnv);
}

TEST(Cause, OfTooFewBlocksInCommonIsNotKnown) {
  Rows rows = with_turned(six(0.8), six(0.2));
  for (results::SliceRow& row : rows) {
    if (row.stack == "turned") row.block += 3;  // six of either, three in common
  }
  Rows late = paired(six(0.8));
  for (results::SliceRow& row : late) {
    if (row.stack != "b") continue;
    row.block += 6;
    rows.push_back(row);
  }
  const CauseRow row = share(caused("a"), rows);
  EXPECT_EQ(row.n_blocks, 3U);
  EXPECT_EQ(row.reason, "too-few-blocks");
}

TEST(Cause, IsWithheldWhenAServerDiffersFromItself) {
  const Rows rows = with_arm(with_turned(six(0.8), six(0.2)), "a:same", six(std::log(1.2), 0));
  const CauseRow row = share(caused("a"), rows, controlled({6}));
  EXPECT_EQ(row.reason, "control-alarm");
  EXPECT_FALSE(row.gap || row.share || row.ci_level);
}

TEST(Cause, OfAScalingClaimIsSharedBetweenTheTwoGains) {
  const workload::Cell one{"/plaintext", 1, {}};
  const workload::Cell two{"/plaintext", 2, {}};
  workload::Claim claim = caused("a");
  claim.denominator = "a";
  claim.direction = workload::Direction::kBelow;
  claim.threshold = 1;
  claim.contrasts = {{two, one, {}}};
  claim.control = workload::ScalingControl{"c", 0.25, 1.5};
  const auto gains = [&](double a, double turned, double control) {
    Rows rows;
    for (int block = 0; block < 6; ++block) {
      const double off = std::exp(six(0, 0.1)[static_cast<std::size_t>(block)]);
      for (const auto& [stack, gain] : {std::pair{"a", a}, {"turned", turned}, {"c", control}}) {
        rows.push_back(slice(stack, block, 0, 1000, one));
        rows.push_back(slice(stack, block, 1, 1000 * gain * off, two));
      }
    }
    return rows;
  };
  // 1 of 2 threads' 2: a gap of 1/2; with 1.6, of 0.8.
  const CauseRow row = share(claim, gains(1.0, 1.6, 2.0));
  EXPECT_NEAR(*row.gap, 0.5, 1e-5);
  EXPECT_NEAR(*row.gap_turned, 0.8, 1e-5);
  EXPECT_NEAR(*row.share, std::log(1.6) / std::log(2), 1e-5);
  EXPECT_EQ(share(claim, gains(1.0, 1.2, 1.3)).reason, "no-headroom");
}

TEST(Cause, MayBeMeasuredInACellOfItsOwn) {
  const workload::Cell other{"/plaintext", 8, {}};
  workload::Claim claim = caused("a");
  claim.causes.front().cell = other;
  Rows rows = with_turned(six(0.8), six(0.7));
  for (int block = 0; block < 6; ++block) rows.push_back(slice("turned", block, 6, 1000, other));
  const CauseRow row = share(claim, rows);
  EXPECT_NEAR(*row.gap_turned, 1, 1e-5);
  EXPECT_NEAR(*row.share, 1, 1e-5);
}

TEST(Cause, IsToldForEachPlace) {
  const workload::Cell other{"/plaintext", 8, {}};
  workload::Claim claim = caused("a");
  claim.contrasts.push_back({other, other, {}});
  Rows rows = with_turned(six(0.8), six(0.2));
  for (results::SliceRow row : paired(six(0.5), other)) rows.push_back(row);
  const auto told = causes(std::vector{claim}, rows, Context{});
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told[0].cells, "/plaintext c=64");
  EXPECT_TRUE(told[0].share.has_value());
  EXPECT_EQ(told[1].cells, "/plaintext c=8");
  EXPECT_EQ(told[1].reason, "not-measured");
}

TEST(Causes, DoNotDependOnTheOrderOfRows) {
  const auto claims = std::vector{caused("a")};
  Rows rows = with_turned(six(0.8), six(0.2));
  const auto before = causes(claims, rows, Context{});
  std::shuffle(rows.begin(), rows.end(), std::mt19937(7));
  EXPECT_EQ(causes(claims, rows, Context{}), before);
}

TEST(Causes, ChangeNoVerdict) {
  const Rows rows = with_turned(six(0.8), six(0.2));
  EXPECT_EQ(judge(std::vector{caused("a")}, rows, Context{}),
            judge(std::vector{comparison(1.5)}, rows, Context{}));
}

TEST(Causes, OfARunThatIsNotJudgedAreNone) {
  Context smoke;
  smoke.may_judge = false;
  EXPECT_TRUE(causes(std::vector{caused("a")}, with_turned(six(0.8), six(0.2)), smoke).empty());
}

}  // namespace
}  // namespace harness::verdict
