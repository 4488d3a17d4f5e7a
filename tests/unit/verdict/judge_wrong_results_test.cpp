#include "made_up_rows.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::verdict {
namespace {

using testing::HasSubstr;

/// "Fewer than one in four of a's results is wrong."
workload::Claim reliable() {
  workload::Claim claim;
  claim.id = "X1";
  claim.reading = "reliable";
  claim.suite = "s";
  claim.metric = "wrong_results_factor";
  claim.numerator = "a";
  claim.direction = workload::Direction::kBelow;
  claim.threshold = 1.25;
  claim.contrasts = {{kCell, {}, 1}};
  return claim;
}

/// A block of three results for each, so many of which are wrong.
results::VerdictRow judged_with(const std::vector<std::uint64_t>& wrong_of_three) {
  Rows rows;
  for (const std::uint64_t wrong : wrong_of_three) {
    auto& row = rows.emplace_back(slice("a", static_cast<int>(rows.size()), 0, 1));
    row.job_iterations = 3;
    row.bad_response = wrong;
  }
  return judged(reliable(), rows);
}

TEST(WrongResults, SpeakForReliabilityWhenThereAreNone) {
  const auto row = judged_with({0, 0, 0, 0, 0, 0});
  EXPECT_EQ(outcome(row), "SUPPORTED");
  EXPECT_EQ(row.effect, 1);
  EXPECT_THAT(row.why, HasSubstr("wrong_results_factor of a at /plaintext c=64 is 1.00 [1.00, 1.00] of 1"));
}

TEST(WrongResults, MayBeOneInEighteenButNotAllOfABlock) {
  EXPECT_EQ(outcome(judged_with({0, 0, 0, 1, 0, 0})), "SUPPORTED");
  EXPECT_EQ(outcome(judged_with({0, 0, 0, 3, 0, 0})), "INCONCLUSIVE straddles-threshold");
}

TEST(WrongResults, RefuteItWhenAllAre) {
  EXPECT_EQ(outcome(judged_with({3, 3, 3, 3, 3, 3})), "REFUTED opposite");
  EXPECT_EQ(outcome(judged_with({2, 3, 2, 2, 1, 2})), "REFUTED opposite");
}

}  // namespace
}  // namespace harness::verdict
