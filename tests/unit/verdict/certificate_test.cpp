#include "harness/verdict/certificate.hpp"

#include <cmath>

#include "made_up_rows.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::verdict {
namespace {

using results::ControlOutcome;
using testing::HasSubstr;

/// A run of claim-worthy rows (a does 0.6 better than b) with both controls.
Rows run(double same, double slower, double spread = 0.2, double effect = 0.6) {
  return with_arm(with_arm(paired(six(effect)), "a:same", six(same, spread)), "a:slower",
                  six(slower, spread));
}

std::vector<results::ControlRow> certificate_of(const Rows& rows) {
  return certificate(rows, controlled({6}));
}

TEST(Certificate, IsQuietAndFindsTenPerCentInASoundRun) {
  const auto rows = certificate_of(run(0, std::log(1.1)));
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].control, "A/A");
  EXPECT_EQ(rows[0].outcome, ControlOutcome::kQuiet);
  EXPECT_EQ(rows[0].arm, "a:same");
  EXPECT_EQ(rows[0].cell, "/plaintext c=64");
  EXPECT_NEAR(*rows[0].effect, 1, 1e-6);
  EXPECT_EQ(rows[0].ci_level, 0.99);
  EXPECT_EQ(rows[1].control, "+10 %");
  EXPECT_EQ(rows[1].outcome, ControlOutcome::kFound);
  EXPECT_NEAR(*rows[1].effect, 1.1, 1e-5);
  // Half width at 95 % of spread 0.2: 0.2 · 0.0392662.
  EXPECT_NEAR(*rows[1].ci_low, 1.1 * std::exp(-0.2 * kHalfWidth), 1e-5);
}

TEST(Certificate, SaysWhichDifferenceTheRunCouldHaveFound) {
  // (t_{0.975,5} + t_{0.8,5}) · s/√6 = (2.570582 + 0.919544) · 0.2 · 0.0152753 = 0.0106626.
  EXPECT_NEAR(*certificate_of(run(0, 0.1))[0].detectable, std::exp(0.0106626), 1e-6);
}

TEST(Certificate, AlarmsWhenAServerDiffersFromItselfEitherWay) {
  EXPECT_EQ(certificate_of(run(0.05, 0.1))[0].outcome, ControlOutcome::kAlarm);
  EXPECT_EQ(certificate_of(run(-0.05, 0.1))[0].outcome, ControlOutcome::kAlarm);
}

TEST(Certificate, MissesTenPerCentInNoise) {
  EXPECT_EQ(certificate_of(run(0, std::log(1.1), 4))[1].outcome, ControlOutcome::kMissed);
}

TEST(Certificate, DoesNotKnowWhatWasNotMeasuredOrLost) {
  const auto absent = certificate_of(paired(six(0.6)));
  EXPECT_EQ(absent[0].outcome, ControlOutcome::kUnknown);
  EXPECT_EQ(absent[0].reason, "not-measured");
  Rows few = run(0, 0.1);
  few.erase(std::remove_if(few.begin(), few.end(), [](const auto& row) { return row.block == 5; }),
            few.end());
  EXPECT_EQ(certificate_of(few)[0].reason, "5 of the at least 6 blocks that are needed count");
  Rows lost = run(0, 0.1);
  for (auto& row : lost) {
    if (row.stack != "a:same" || row.block > 1) continue;
    row.status = results::SliceStatus::kInvalid;
    row.reason = "stolen";
  }
  EXPECT_THAT(certificate_of(lost)[0].reason, HasSubstr("2 of 6 blocks have rows that do not count"));
}

/// `rows` as a job's, whose steady time is what the rate was.
Rows as_times(Rows rows) {
  for (results::SliceRow& row : rows) {
    row.job_steady_s = row.throughput_rps;
    row.cell = "nbody same n=10000";
  }
  return rows;
}

Context of_a_job() {
  Context context = controlled({6});
  context.procedure.controls->cell = "nbody same n=10000";
  context.procedure.controls->metric = "job_steady_s";
  return context;
}

TEST(Certificate, FindsAnArmThatTakesATenthLonger) {
  const auto rows = certificate(as_times(run(0, -std::log(1.1))), of_a_job());
  EXPECT_EQ(rows[0].outcome, ControlOutcome::kQuiet);
  EXPECT_EQ(rows[0].cell, "nbody same n=10000");
  EXPECT_EQ(rows[1].outcome, ControlOutcome::kFound);
  EXPECT_NEAR(*rows[1].effect, 1.1, 1e-5);
  EXPECT_EQ(rows[1].stack, "a");
  EXPECT_EQ(certificate(as_times(run(0, std::log(1.1))), of_a_job())[1].outcome, ControlOutcome::kMissed);
}

TEST(Certificate, WithoutASlowerArmSaysWhyAndForbidsEquality) {
  Context context = controlled({6});
  context.procedure.controls->no_slower = "nothing would be slower by it";
  const Rows rows = with_arm(paired(six(0)), "a:same", six(0));
  const auto controls = certificate(rows, context);
  EXPECT_EQ(controls[0].outcome, ControlOutcome::kQuiet);
  EXPECT_EQ(controls[1].outcome, ControlOutcome::kUnknown);
  EXPECT_EQ(controls[1].reason, "nothing would be slower by it");
  EXPECT_EQ(outcome(judged(comparison(1.5), rows, context)), "INCONCLUSIVE control-missed");
}

TEST(Certificate, IsEmptyWithoutControls) {
  EXPECT_TRUE(certificate(run(0, 0.1), Context{}).empty());
  Context smoke = controlled({6});
  smoke.may_judge = false;
  EXPECT_TRUE(certificate(run(0, 0.1), smoke).empty());
}

TEST(Verdicts, OfARunWhoseControlAlarmsAreWithheld) {
  EXPECT_EQ(outcome(judged(comparison(1.5), run(0, 0.1), controlled({6}))), "SUPPORTED");
  const auto row = judged(comparison(1.5), run(0.05, 0.1), controlled({6}));
  EXPECT_EQ(outcome(row), "INCONCLUSIVE control-alarm");
  EXPECT_THAT(row.why, HasSubstr("the A/A control of this run saw a difference"));
}

TEST(Verdicts, OfEqualityNeedTheControlThatProvesSight) {
  EXPECT_EQ(outcome(judged(comparison(1.5), run(0, std::log(1.1), 0.2, 0), controlled({6}))),
            "REFUTED equivalent");
  const auto blind = judged(comparison(1.5), run(0, std::log(1.1), 4, 0), controlled({6}));
  EXPECT_EQ(outcome(blind), "INCONCLUSIVE control-missed");
  EXPECT_THAT(blind.why, HasSubstr("may not call servers equal"));
  EXPECT_EQ(outcome(judged(comparison(1.5), paired(six(0)), controlled({6}))), "INCONCLUSIVE control-missed");
}

TEST(Verdicts, OfOtherKindsDoNotNeedIt) {
  EXPECT_EQ(outcome(judged(comparison(1.5), run(0, std::log(1.1), 4), controlled({6}))), "SUPPORTED");
  EXPECT_EQ(outcome(judged(comparison(2.0), run(0, std::log(1.1), 4), controlled({6}))), "REFUTED too-small");
}

TEST(Verdicts, OfRunsWithoutControlsAreAsBefore) {
  EXPECT_EQ(outcome(judged(comparison(1.5), paired(six(0)))), "REFUTED equivalent");
}

}  // namespace
}  // namespace harness::verdict
