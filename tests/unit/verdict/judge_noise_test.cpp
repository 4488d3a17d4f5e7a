// Blocks left out by covariates: whose, how many, and what a verdict is worth that hangs on them.
#include "made_up_rows.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/verdict/certificate.hpp"
#include "harness/verdict/still_wanted.hpp"

namespace harness::verdict {
namespace {

using testing::HasSubstr;

Context guarded() {
  Context context;
  context.procedure.noise_guards.emplace();
  return context;
}

/// The host took this share of every slice of "a" and "b" in the block.
void steal(Rows& rows, int block, double share) {
  for (auto& row : rows) {
    if (row.block == block) row.steal_share = share;
  }
}

std::vector<double> eight(double centre) {
  auto values = six(centre);
  values.insert(values.end(), {centre + 0.02, centre - 0.02});
  return values;
}

TEST(NoiseGuards, LeaveANoisyBlockOutOfEveryFigure) {
  auto values = eight(0.5);
  values[2] = 0.9;
  Rows rows = paired(values);
  for (int block = 0; block < 8; ++block) steal(rows, block, 0.01);
  steal(rows, 2, 0.03);
  const auto row = judged(comparison(1.5), rows, guarded());
  EXPECT_EQ(row.n_blocks, 7U);
  EXPECT_EQ(row.n_excluded, 1U);
  EXPECT_LT(*row.ci_high, std::exp(0.6));
  EXPECT_THAT(row.detail, HasSubstr("1 lost to: noise: the host took the CPUs more than 2 % of the time"));
}

TEST(NoiseGuards, LookAtTheMeanOfBothSidesOfABlock) {
  Rows rows = paired(eight(0.5));
  for (auto& row : rows) row.steal_share = row.block == 3 && row.stack == "a" ? 0.05 : 0.0;
  EXPECT_EQ(judged(comparison(1.5), rows, guarded()).n_excluded, 1U);  // 0.05 and 0 make 0.025
  for (auto& row : rows) row.steal_share = row.block == 3 && row.stack == "a" ? 0.04 : 0.0;
  EXPECT_EQ(judged(comparison(1.5), rows, guarded()).n_excluded, 0U);  // 0.02 is not above
}

TEST(NoiseGuards, LookAtAClientThatWaitedForItsCpu) {
  Rows rows = paired(eight(0.5));
  for (auto& row : rows) row.client_in_line_share = row.block == 0 ? 0.2 : 0.05;
  const auto row = judged(comparison(1.5), rows, guarded());
  EXPECT_EQ(row.n_excluded, 1U);
  EXPECT_THAT(row.detail, HasSubstr("the client waited for its CPU more than 10 %"));
}

TEST(NoiseGuards, LookAtAQuotaThatStoppedAnything) {
  Rows rows = paired(eight(0.5));
  for (auto& row : rows) row.throttled_share = row.block == 2 && row.stack == "b" ? 0.001 : 0.0;
  const auto row = judged(comparison(1.5), rows, guarded());
  EXPECT_EQ(row.n_excluded, 1U);
  EXPECT_THAT(row.detail, HasSubstr("the quota of the control group stopped everything more than 0 %"));
  Context before_the_guard = guarded();
  before_the_guard.procedure.noise_guards->throttled_share.reset();
  EXPECT_EQ(judged(comparison(1.5), rows, before_the_guard).n_excluded, 0U);
}

TEST(NoiseGuards, WithoutSensorsLeaveNothingOut) {
  EXPECT_EQ(judged(comparison(1.5), paired(eight(0.5)), guarded()).n_excluded, 0U);
}

TEST(NoiseGuards, AreNotThoseOfARunThatHadNone) {
  Rows rows = paired(eight(0.5));
  steal(rows, 2, 0.5);
  const auto row = judged(comparison(1.5), rows);
  EXPECT_EQ(row.n_blocks, 8U);
  EXPECT_EQ(row.n_excluded, std::nullopt);
}

TEST(NoiseGuards, BeyondAQuarterOfTheBlocksSayThatTheMachineIsTooNoisy) {
  Rows rows = paired(eight(0.8));
  for (int block = 0; block < 3; ++block) steal(rows, block, 0.1);
  const auto row = judged(comparison(1.5), rows, guarded());
  EXPECT_EQ(outcome(row), "INCONCLUSIVE noisy-env");
  EXPECT_THAT(row.why, HasSubstr("3 of 8 blocks do not count, most often: noise"));
  for (auto& slice : rows) {  // one whole block of rows that failed a gate is still fewer
    if (slice.block == 7) slice.status = results::SliceStatus::kInvalid;
  }
  EXPECT_THAT(judged(comparison(1.5), rows, guarded()).why,
              HasSubstr("4 of 8 blocks do not count, most often: noise"));
}

TEST(NoiseGuards, AreNotToBlameForRowsThatFailedAGate) {
  Rows rows = paired(eight(0.8));
  for (int block = 0; block < 3; ++block) steal(rows, block, 0.1);
  for (auto& row : rows) {
    if (row.block < 3 && row.order == 1) row.status = results::SliceStatus::kInvalid;
  }
  const auto row = judged(comparison(1.5), rows, guarded());
  EXPECT_EQ(outcome(row), "INCONCLUSIVE invalid-rows");
  EXPECT_EQ(row.n_excluded, 0U);
}

TEST(NoiseGuards, AVerdictThatHangsOnThemIsNone) {
  auto values = eight(0.8);
  values[4] = -1.5;  // with it, the interval holds 1.5
  Rows rows = paired(values);
  steal(rows, 4, 0.1);
  const auto row = judged(comparison(1.5), rows, guarded());
  EXPECT_EQ(outcome(row), "INCONCLUSIVE guard-dependent");
  EXPECT_THAT(row.why, HasSubstr("SUPPORTED with the noise guards, INCONCLUSIVE without them"));

  values[4] = 0.9;
  rows = paired(values);
  steal(rows, 4, 0.1);
  EXPECT_EQ(outcome(judged(comparison(1.5), rows, guarded())), "SUPPORTED");
}

TEST(NoiseGuards, LeaveControlsThatAreNoisyOutToo) {
  Context context = controlled({6});
  context.procedure.noise_guards.emplace();
  Rows rows;
  for (int block = 0; block < 8; ++block) {
    for (const char* arm : {"a", "a:same", "a:slower"}) {
      auto& row = rows.emplace_back(slice(arm, block, 0, 1000 + block));
      row.steal_share = block == 5 ? 0.2 : 0;
    }
  }
  for (const auto& control : certificate(rows, context)) {
    EXPECT_EQ(control.n_blocks, 7U);
    EXPECT_EQ(control.n_excluded, 1U);
  }
}

/// With the block in which the host was busy with others, the A/A control raises an alarm, which takes every
/// verdict back: seven blocks are 1.35 standard deviations from equal (1.40 are an alarm at 99 %), eight 1.46
/// (1.24 are).
TEST(NoiseGuards, AVerdictThatHangsOnTheNoiseOfAControlIsNone) {
  Context context = controlled({6});
  context.procedure.spare_blocks = 2;
  const auto truth = eight(0.8);
  Rows rows = paired(truth);
  const double off[] = {0.05, -0.03, 0.01, -0.05, 0.03, -0.01, 0, 0};
  for (int block = 0; block < 8; ++block) {
    const auto b = static_cast<std::size_t>(block);
    rows.push_back(slice("a:slower", block, 4, 1000 * std::exp(truth[b] - 0.1)));
    rows.push_back(slice("a:same", block, 5, 1000 * std::exp(truth[b] - 0.0461 - off[b])));
    rows.back().steal_share = block == 7 ? 0.5 : 0;
  }
  EXPECT_EQ(outcome(judged(comparison(1.5), rows, context)), "INCONCLUSIVE control-alarm");
  context.procedure.noise_guards.emplace();
  ASSERT_EQ(certificate(rows, context).at(0).outcome, results::ControlOutcome::kQuiet);
  const auto row = judged(comparison(1.5), rows, context);
  EXPECT_EQ(row.n_excluded, 0U);
  EXPECT_EQ(outcome(row), "INCONCLUSIVE guard-dependent");
}

TEST(NoiseGuards, WithoutALimitOnWaitingLookAtStealOnly) {
  Rows rows = paired(eight(0.5));
  for (auto& row : rows) row.client_in_line_share = 0.9;
  Context shared_cpu = guarded();
  shared_cpu.procedure.noise_guards->client_in_line_share.reset();
  EXPECT_EQ(judged(comparison(1.5), rows, shared_cpu).n_excluded, 0U);
}

TEST(NoiseGuards, BlocksThatAreLeftOutAreMeasuredAgain) {
  Context context = guarded();
  context.procedure.looks = {6};
  context.procedure.spare_blocks = 2;
  Rows rows = paired(six(0.4));
  EXPECT_TRUE(still_wanted(std::vector{comparison(1.5)}, rows, context).empty());
  steal(rows, 1, 0.1);
  EXPECT_FALSE(still_wanted(std::vector{comparison(1.5)}, rows, context).empty());
}

}  // namespace
}  // namespace harness::verdict
