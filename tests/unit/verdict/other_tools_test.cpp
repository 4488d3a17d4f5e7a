// How other tools come to a wrong answer on rows whose truth is known, each beside what is said here. Defects
// that only show over many runs are simulated in tests/calibration.
#include <algorithm>
#include <cmath>

#include "made_up_rows.hpp"
#include <gtest/gtest.h>

#include "harness/stats/interval.hpp"
#include "harness/verdict/block_effects.hpp"

namespace harness::verdict {
namespace {

std::vector<double> log_ratios(const Rows& rows) {
  const workload::Claim claim = comparison(1.1);
  return block_effects(claim, claim.places()[0], observe({&claim, 1}, rows, {}), {}).log_ratios();
}

// hyperfine prints "almost the same" for p ≥ 0.05 (https://github.com/sharkdp/hyperfine/issues/523 is about
// what its "1.40 ± 0.03" is read as). Blocks that vary by half say nothing about a difference of 22 %.
TEST(AbsenceOfEvidence, IsNeverEquality) {
  const Rows rows = paired(six(std::log(1.22), 10));
  const auto shown = stats::mean_interval(log_ratios(rows));
  const double t = shown->estimate / (shown->standard_deviation / std::sqrt(6.0));
  EXPECT_GE(2 * stats::t_upper_tail(t, 5), 0.05) << "so that tool would say: almost the same";
  EXPECT_EQ(outcome(judged(comparison(1.1), rows)), "INCONCLUSIVE straddles-threshold");
}

// LNT uses a constant that it calls a share, MIN_PERCENTAGE_CHANGE = 0.01, as a floor in the metric's own
// unit.
TEST(AFloorInTheMetricsUnit, ChangesItsMindWithTheUnit) {
  const auto lnt_reports = [](double before, double after) { return std::abs(after - before) > 0.01; };
  EXPECT_FALSE(lnt_reports(0.005, 0.010)) << "twice as slow, in seconds";
  EXPECT_TRUE(lnt_reports(5, 10)) << "the same in milliseconds";

  Rows rows = paired(six(std::log(2)));
  for (auto& row : rows) *row.throughput_rps *= 0.005 / 1000;
  const auto in_seconds = judged(comparison(1.1), rows);
  for (auto& row : rows) *row.throughput_rps *= 1000;
  EXPECT_EQ(outcome(in_seconds), "SUPPORTED");
  EXPECT_EQ(outcome(judged(comparison(1.1), rows)), outcome(in_seconds));
}

// LNT compares the least value with the nearest earlier one: which of them that is, chance decides.
TEST(TheNearestEarlierSample, HidesADifferenceThatEveryPairOfBlocksShows) {
  const std::vector<double> before{100, 121, 99, 122}, after{120, 124, 119, 123};
  const double least = *std::ranges::min_element(after);
  const double nearest =
      *std::ranges::min_element(before, {}, [&](double each) { return std::abs(each - least); });
  EXPECT_LT(std::abs(least / nearest - 1), 0.02) << "nothing to see, it would say";

  const Rows rows =
      paired({std::log(1.2), std::log(1.21), std::log(1.2), std::log(1.19), std::log(1.2), std::log(1.2)});
  EXPECT_EQ(outcome(judged(comparison(1.1), rows)), "SUPPORTED");
}

}  // namespace
}  // namespace harness::verdict
