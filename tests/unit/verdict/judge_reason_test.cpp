#include <algorithm>
#include <cmath>

#include "made_up_rows.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/verdict/judge.hpp"

namespace harness::verdict {
namespace {

using results::SliceStatus;
using testing::HasSubstr;

void spoil(results::SliceRow& row, SliceStatus status, const std::string& reason) {
  row.status = status;
  row.reason = reason;
}

Rows blocks_up_to(Rows rows, int last) {
  std::erase_if(rows, [&](const auto& row) { return row.block > last; });
  return rows;
}

/// `count` blocks with the spread of six(), repeated.
Rows many(std::size_t count, double centre) {
  std::vector<double> values;
  while (values.size() < count) {
    for (const double value : six(centre)) values.push_back(value);
  }
  values.resize(count);
  return paired(values);
}

TEST(Judge, ShowsButDoesNotDecideWithTooFewBlocks) {
  const auto row = judged(comparison(1.1), blocks_up_to(paired(six(0.45)), 4));
  EXPECT_EQ(outcome(row), "INCONCLUSIVE too-few-blocks");
  EXPECT_EQ(row.n_blocks, 5u);
  EXPECT_TRUE(row.effect && row.ci_low && row.ci_high);
  EXPECT_EQ(row.blocks_needed, 6u);
}

TEST(Judge, HasNoIntervalWithOneBlock) {
  const auto row = judged(comparison(1.1), blocks_up_to(paired(six(0.45)), 0));
  EXPECT_EQ(outcome(row), "INCONCLUSIVE too-few-blocks");
  EXPECT_EQ(row.n_blocks, 1u);
  EXPECT_FALSE(row.effect || row.ci_low || row.ci_high || row.ci_level);
  EXPECT_EQ(row.blocks_needed, 6u);
}

TEST(Judge, IsInconclusiveWhenInvalidRowsLeaveTooFewBlocks) {
  Rows rows = paired(six(0.45));
  spoil(rows[0], SliceStatus::kInvalid, "client-bound");
  const auto row = judged(comparison(1.1), rows);
  EXPECT_EQ(outcome(row), "INCONCLUSIVE invalid-rows");
  EXPECT_EQ(row.n_blocks, 5u);
  EXPECT_EQ(row.blocks_needed, std::nullopt);
  EXPECT_THAT(row.why, HasSubstr("1 of 6 blocks have rows that do not count, most often: client-bound"));
}

TEST(Judge, NamesTheMostFrequentReasonOfInvalidRows) {
  Rows rows = paired(six(0.45));
  spoil(rows[0], SliceStatus::kInvalid, "client-bound");
  spoil(rows[4], SliceStatus::kFailed, "server exited");
  spoil(rows[9], SliceStatus::kFailed, "server exited");
  const auto row = judged(comparison(1.1), rows);
  EXPECT_EQ(outcome(row), "INCONCLUSIVE invalid-rows");
  EXPECT_EQ(row.n_blocks, 3u);
  EXPECT_THAT(row.why, HasSubstr("3 of 6 blocks have rows that do not count, most often: server exited"));
  EXPECT_THAT(row.detail, HasSubstr("3 lost to: server exited"));
}

TEST(Judge, DoesNotTrustTheRestWhenMoreThanAQuarterIsLost) {
  // 12 blocks: 9 of them are plenty, but losing 4 (33 %) may have left the lucky ones; losing 3 (25 %) is
  // allowed.
  Rows rows = many(12, 0.45);
  for (const std::size_t block : {0u, 5u, 7u}) spoil(rows[4 * block + 1], SliceStatus::kInvalid, "early");
  EXPECT_EQ(outcome(judged(comparison(1.1), rows)), "SUPPORTED");
  EXPECT_EQ(judged(comparison(1.1), rows).n_blocks, 9u);
  spoil(rows[4 * 9], SliceStatus::kInvalid, "early");
  EXPECT_EQ(outcome(judged(comparison(1.1), rows)), "INCONCLUSIVE invalid-rows");
}

TEST(Judge, NeverFeedsOnRowsThatFailedAGate) {
  // Seven blocks, one of which would turn the verdict if its spoilt numbers counted.
  Rows rows = many(7, 0.45);
  const auto clean = judged(comparison(1.1), blocks_up_to(rows, 5));
  for (const SliceStatus status : {SliceStatus::kInvalid, SliceStatus::kFailed}) {
    Rows spoilt = rows;
    spoil(spoilt[24], status, "x");
    spoilt[24].throughput_rps = 1e-6;
    spoilt[25].throughput_rps = 1e9;
    const auto row = judged(comparison(1.1), spoilt);
    EXPECT_EQ(row.effect, clean.effect);
    EXPECT_EQ(row.ci_low, clean.ci_low);
    EXPECT_EQ(outcome(row), "SUPPORTED");
    EXPECT_EQ(row.n_blocks, 6u);
  }
}

TEST(Judge, TreatsAMissingMetricAsAnInvalidRow) {
  Rows rows = paired(six(0.45));
  for (std::size_t i = 0; i < 8; ++i) rows[i].throughput_rps.reset();
  const auto row = judged(comparison(1.1), rows);
  EXPECT_EQ(outcome(row), "INCONCLUSIVE invalid-rows");
  EXPECT_THAT(row.why, HasSubstr("throughput_rps was not measured"));
}

TEST(Judge, TreatsZeroAsAnInvalidRowNotAsMinusInfinity) {
  Rows rows = paired(six(0.45));
  rows[0].throughput_rps = 0;
  const auto row = judged(comparison(1.1), rows);
  EXPECT_EQ(outcome(row), "INCONCLUSIVE invalid-rows");
  EXPECT_THAT(row.why, HasSubstr("throughput_rps is 0, which has no logarithm"));
}

TEST(Judge, LeavesOutABlockThatAKillCutShort) {
  Rows rows = many(7, 0.45);
  rows.pop_back();  // the last block has two slices of b but one of a: its drift would not cancel
  const auto row = judged(comparison(1.1), rows);
  EXPECT_EQ(row.n_blocks, 6u);
  EXPECT_EQ(outcome(row), "SUPPORTED");
  rows = many(7, 0.45);
  rows.erase(rows.end() - 2);  // the same with one of b's
  EXPECT_EQ(judged(comparison(1.1), rows).n_blocks, 6u);
  rows = paired(six(0.45));
  rows.pop_back();
  EXPECT_EQ(outcome(judged(comparison(1.1), rows)), "INCONCLUSIVE too-few-blocks");
}

TEST(Judge, SaysWhatAnAbsentArmLacks) {
  Rows rows = paired(six(0.45));
  std::erase_if(rows, [](const auto& row) { return row.stack == "b"; });
  results::SliceRow absent = slice("b", 0, 0, 1);
  absent.throughput_rps.reset();
  spoil(absent, SliceStatus::kAbsent, "python3.14t is not installed");
  rows.push_back(absent);
  const auto row = judged(comparison(1.1), rows);
  EXPECT_EQ(outcome(row), "NOT_TESTABLE_HERE python3.14t is not installed");
  EXPECT_FALSE(row.effect || row.blocks_needed);
  rows.back().cell = "/other c=1";  // stored once per arm rather than once per cell
  rows.back().target = "/other";
  EXPECT_EQ(outcome(judged(comparison(1.1), rows)), "NOT_TESTABLE_HERE python3.14t is not installed");
}

TEST(Judge, SaysItOfAnAverageOverSeveralCellsToo) {
  const workload::Cell other{"/json", 64, {}};
  workload::Claim claim = comparison(1.1);
  claim.contrasts.push_back({other, other, {}});
  claim.on_average = true;
  Rows rows = paired(six(0.45));
  const Rows more = paired(six(0.45), other);
  rows.insert(rows.end(), more.begin(), more.end());
  EXPECT_EQ(outcome(judged(claim, rows)), "SUPPORTED");
  std::erase_if(rows, [](const auto& row) { return row.stack == "b"; });
  for (const workload::Cell& cell : {kCell, other}) {
    results::SliceRow absent = slice("b", 0, 0, 1, cell);
    absent.throughput_rps.reset();
    spoil(absent, SliceStatus::kAbsent, "no JDK; run: apt-get install it");
    rows.push_back(absent);
  }
  EXPECT_EQ(outcome(judged(claim, rows)), "NOT_TESTABLE_HERE no JDK; run: apt-get install it");
}

TEST(Judge, SaysWhenACellOrASuiteWasNotMeasured) {
  workload::Claim claim = comparison(1.1);
  claim.contrasts[0].denominator_cell.connections = 1024;
  EXPECT_EQ(outcome(judged(claim, paired(six(0.45)))), "NOT_TESTABLE_HERE not-measured");
  claim = comparison(1.1);
  claim.suite = "another";
  EXPECT_EQ(outcome(judged(claim, paired(six(0.45)))), "NOT_TESTABLE_HERE not-measured");
  EXPECT_EQ(outcome(judged(claim, {})), "NOT_TESTABLE_HERE not-measured");
}

}  // namespace
}  // namespace harness::verdict
