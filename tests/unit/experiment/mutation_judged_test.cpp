#include <gtest/gtest.h>

#include "harness/experiment/mutation_bench.hpp"

namespace harness::experiment {
namespace {

using verify::Outcome;

const std::vector<verify::Check> kChecks{{"header-set", Outcome::kFail, "headers are etag"},
                                         {"response-size", Outcome::kFail, "200 bytes"},
                                         {"nodelay", Outcome::kPass, "0.1 ms"},
                                         {"backlog", Outcome::kNotApplicable, "the kernel does not tell"}};

workload::Mutation caught_by(std::vector<std::string> checks) {
  workload::Mutation mutation;
  mutation.id = "node-etag";
  mutation.caught_by = std::move(checks);
  return mutation;
}

TEST(JudgedMutation, IsCaughtWhenAllThatItNamesFire) {
  const auto row = judged(caught_by({"response-size", "header-set"}), kChecks);
  EXPECT_EQ(row.outcome, "caught");
  EXPECT_EQ(row.caught_by, "response-size header-set");
  EXPECT_EQ(row.fired, "header-set response-size");
  EXPECT_EQ(row.detail, "response-size: 200 bytes");
}

TEST(JudgedMutation, IsMissedWhenOneOfThemStaysSilent) {
  const auto row = judged(caught_by({"header-set", "nodelay"}), kChecks);
  EXPECT_EQ(row.outcome, "MISSED");
  EXPECT_EQ(row.detail, "nodelay did not fire: 0.1 ms");
}

TEST(JudgedMutation, IsMissedWhenACheckCouldNotLook) {
  const auto row = judged(caught_by({"backlog"}), kChecks);
  EXPECT_EQ(row.outcome, "MISSED");
  EXPECT_EQ(row.detail, "backlog did not fire: the kernel does not tell");
}

TEST(JudgedMutation, IsMissedWhenThereIsNoSuchCheck) {
  const auto row = judged(caught_by({"header-sett"}), kChecks);
  EXPECT_EQ(row.outcome, "MISSED");
  EXPECT_EQ(row.detail, "header-sett was not asked");
}

TEST(JudgedMutation, MayBeAKnownBlindSpotOnlyAsLongAsNothingFires) {
  workload::Mutation blind;
  blind.blind_spot = "It shows in no answer.";
  EXPECT_EQ(judged(blind, {kChecks[2], kChecks[3]}).outcome, "blind spot");
  EXPECT_EQ(judged(blind, {kChecks[2]}).detail, "It shows in no answer.");
  EXPECT_EQ(judged(blind, kChecks).outcome, "failed");
}

}  // namespace
}  // namespace harness::experiment
