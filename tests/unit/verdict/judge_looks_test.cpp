#include <cmath>

#include "made_up_rows.hpp"
#include <gtest/gtest.h>

#include "harness/stats/interval.hpp"
#include "harness/verdict/judge.hpp"

namespace harness::verdict {
namespace {

Context looking_at(std::vector<int> looks) {
  Context context;
  context.procedure.looks = std::move(looks);
  return context;
}

/// Six blocks that decide "more than 1.5 times", then others far on the other side.
Rows turning(std::size_t blocks) {
  std::vector<double> values = six(0.6);
  while (values.size() < blocks) values.push_back(-1);
  return paired(values);
}

TEST(Looks, DecideAtTheFirstOneThatCan) {
  const auto row = judged(comparison(1.5), turning(10), looking_at({6, 10}));
  EXPECT_EQ(outcome(row), "SUPPORTED");
  EXPECT_EQ(row.n_blocks, 6u);
  EXPECT_EQ(row.looks_planned, 2u);
}

TEST(Looks, LeaveOutBlocksAfterTheLastPlannedOne) {
  // A look nobody planned would be one more chance to be wrong.
  const auto eight = judged(comparison(1.5), turning(8), looking_at({6, 10}));
  EXPECT_EQ(eight.n_blocks, 6u);
  EXPECT_EQ(outcome(judged(comparison(1.5), turning(8))), "INCONCLUSIVE straddles-threshold");
}

TEST(Looks, ShowTheLastOneWhenNoneDecides) {
  std::vector<double> values = six(std::log(1.5));
  for (const double value : six(std::log(1.5))) values.push_back(value);
  const auto row = judged(comparison(1.5), paired(values), looking_at({6, 10, 16}));
  EXPECT_EQ(outcome(row), "INCONCLUSIVE straddles-threshold");
  EXPECT_EQ(row.n_blocks, 10u);
}

TEST(Looks, DivideAlphaAmongThem) {
  // t_{0.975,5} = 2.570582 and t_{0.99375,5} = 3.810: half widths 0.0392662 and 0.0582.
  const auto half_width = [](const results::VerdictRow& row) {
    return (std::log(*row.ci_high) - std::log(*row.ci_low)) / 2;
  };
  const auto once = judged(comparison(1.5), paired(six(0.6)), looking_at({6}));
  const auto four = judged(comparison(1.5), paired(six(0.6)), looking_at({6, 10, 16, 24}));
  EXPECT_NEAR(half_width(once), kHalfWidth, 1e-5);
  EXPECT_NEAR(half_width(four), kHalfWidth * 3.810 / 2.570582, 1e-4);
  EXPECT_DOUBLE_EQ(*four.ci_level, 1 - 0.05 / 4);
}

TEST(Looks, MultiplyTheSmallestPByHowManyArePlanned) {
  // distance 0.6 − log 1.5 = 0.194535, s/√6 = 0.0152753: t = 12.7353 at 5 degrees of freedom.
  const double p = 2 * stats::t_upper_tail(12.7353, 5);
  EXPECT_NEAR(*judged(comparison(1.5), paired(six(0.6))).p_value / p, 1, 1e-3);
  EXPECT_NEAR(*judged(comparison(1.5), turning(10), looking_at({6, 10, 16})).p_value / (3 * p), 1, 1e-3);
}

TEST(Looks, AreTooFewBlocksBeforeTheFirst) {
  const auto row = judged(comparison(1.5), turning(7), looking_at({8, 12}));
  EXPECT_EQ(outcome(row), "INCONCLUSIVE too-few-blocks");
  EXPECT_EQ(row.p_value, 1);
  EXPECT_GE(*row.blocks_needed, 8u);
  EXPECT_NE(row.why.find("7 of the at least 8 blocks that are needed are stored"), std::string::npos)
      << row.why;
}

TEST(Looks, SkipOneThatLostItsBlocksAndTakeTheNext) {
  // Of the first six blocks one is lost: five are too few. Of ten, nine are enough.
  std::vector<double> values = six(0.6);
  for (const double value : {0.6, 0.61, 0.59, 0.6}) values.push_back(value);
  Rows rows = paired(values);
  rows[0].status = results::SliceStatus::kInvalid;
  rows[0].reason = "x";
  EXPECT_EQ(judged(comparison(1.5), rows, looking_at({6, 10})).n_blocks, 9u);
}

TEST(Looks, CountBlocksThatCountWhenSpareOnesReplaceTheLost) {
  // Block 2 is lost: the look at six is taken after the seventh, and what came later is not in it.
  std::vector<double> values = six(0.6);
  for (const double value : {0.6, -1.0, -1.0}) values.push_back(value);
  Rows rows = paired(values);
  rows[4].status = results::SliceStatus::kInvalid;
  rows[4].reason = "x";
  Context context = looking_at({6, 10});
  context.procedure.spare_blocks = 2;
  const auto row = judged(comparison(1.5), rows, context);
  EXPECT_EQ(outcome(row), "SUPPORTED");
  EXPECT_EQ(row.n_blocks, 6u);
  rows.resize(6 * 4);  // five of six count
  EXPECT_EQ(outcome(judged(comparison(1.5), rows, context)), "INCONCLUSIVE invalid-rows");
}

TEST(Looks, TakeWhatIsLeftWhenMoreWasLostThanReplaced) {
  std::vector<double> values = six(0.6);
  for (const double value : {0.6, 0.61, 0.59, 0.6, 0.6}) values.push_back(value);
  Rows rows = paired(values);  // 11 blocks: ten wanted, one spare
  for (const std::size_t lost : {0u, 4u}) {
    rows[lost].status = results::SliceStatus::kInvalid;
    rows[lost].reason = "x";
  }
  Context context = looking_at({10});
  context.procedure.spare_blocks = 1;
  const auto row = judged(comparison(1.5), rows, context);
  EXPECT_EQ(outcome(row), "SUPPORTED");
  EXPECT_EQ(row.n_blocks, 9u);
  rows.resize(10 * 4);  // the spare block is still to come
  EXPECT_EQ(outcome(judged(comparison(1.5), rows, context)), "INCONCLUSIVE too-few-blocks");
}

TEST(Looks, ForecastTheTimeThatDecidingWouldTake) {
  // 30 blocks are needed (see judge_example_test); the five from first to last row took half a minute each.
  Rows rows = paired(six(std::log(1.5) + 0.02));
  for (auto& row : rows) {
    ++row.block;  // as stored: from 1
    row.start_mono_ns = 30'000'000'000LL * row.block;
  }
  const auto row = judged(comparison(1.5), rows);
  EXPECT_EQ(row.blocks_needed, 30u);
  EXPECT_NEAR(*row.minutes_needed, 30 * 0.5, 0.01);
  for (auto& later : rows) {
    if (later.block > 3) *later.start_mono_ns += 86'400'000'000'000;  // resumed on the next day
  }
  EXPECT_NEAR(*judged(comparison(1.5), rows).minutes_needed, 30 * 0.5, 0.01);
}

TEST(Companion, AgreesWithCleanBlocksAndIsWiderThanTAtItsOwnLimit) {
  std::vector<double> values = six(0.6);
  for (const double value : six(0.6)) values.push_back(value);
  EXPECT_EQ(judged(comparison(1.5), paired(values)).companion, "agrees");
  // Just beyond the threshold by t; six ranks reach 96.9 % only with the whole range, 0.10.
  const auto row = judged(comparison(1.5), paired(six(std::log(1.5) + kHalfWidth + 0.001)));
  EXPECT_EQ(outcome(row), "SUPPORTED");
  EXPECT_EQ(row.companion, "wider");
}

TEST(Companion, IsSilentWhenSoFewBlocksCannotReachTheLevel) {
  const auto row = judged(comparison(1.5), paired(six(0.6)), looking_at({6, 10, 16}));
  EXPECT_EQ(row.companion, "");
  EXPECT_EQ(row.pseudo_median, std::nullopt);
}

}  // namespace
}  // namespace harness::verdict
