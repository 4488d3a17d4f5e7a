#include "harness/experiment/budget.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::experiment {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// One arm, three cells, looks at 6 and 10 blocks; a claim about the first cell and one about the second.
class Budget : public testing::Test {
 protected:
  Budget() {
    suite_.load = {{"/plaintext", {1, 64, 1024}, {}}};
    profile_.blocks = 10;
    profile_.looks = {6, 10};
    profile_.spare_blocks = 3;
    profile_.verdicts = true;
    profile_.slice = seconds(1);
    stack_.id = "A";
    for (const int connections : {1, 64}) {
      workload::Claim claim;
      claim.id = "C" + std::to_string(connections);
      claim.reading = "strict";
      claim.numerator = "A";
      const workload::Cell cell{"/plaintext", connections};
      claim.contrasts = {{cell, cell, 1.0}};
      claims_.push_back(claim);
    }
  }

  Result<Fitted> fit(Nanoseconds budget) {
    return fit_into(budget, suite_, profile_, {{&stack_, &runtime_, 1, std::nullopt}}, 7, 20'000, claims_);
  }

  /// What so many blocks of so many cells take.
  [[nodiscard]] Nanoseconds time_of(int blocks, std::vector<int> connections) const {
    workload::Suite suite = suite_;
    suite.load = {{"/plaintext", std::move(connections), {}}};
    workload::Profile profile = profile_;
    profile.blocks = blocks;
    return make_plan(suite, profile, {{&stack_, &runtime_, 1, std::nullopt}}, 7, 20'000).expected_duration();
  }

  workload::Suite suite_;
  workload::Profile profile_;
  workload::Runtime runtime_;
  workload::Stack stack_;
  std::vector<workload::Claim> claims_;
};

TEST_F(Budget, LeavesOutNothingWhenEverythingFits) {
  const auto fitted = fit(time_of(10, {1, 64, 1024}));
  ASSERT_TRUE(fitted) << fitted.error().message;
  EXPECT_THAT(fitted->left_out, IsEmpty());
  EXPECT_EQ(fitted->claims.size(), 2u);
  EXPECT_EQ(fitted->plan.wanted_blocks(), 10u);
}

TEST_F(Budget, LeavesOutTheLastLookFirst) {
  const auto fitted = fit(time_of(10, {1, 64, 1024}) - Nanoseconds(1));
  ASSERT_TRUE(fitted) << fitted.error().message;
  EXPECT_THAT(fitted->left_out, ElementsAre("the look at 10 blocks"));
  EXPECT_EQ(fitted->plan.wanted_blocks(), 6u);
  EXPECT_EQ(fitted->plan.blocks.size(), 6u + 2) << "a quarter of all blocks at most are spare";
  EXPECT_THAT(profile_.looks, ElementsAre(6));
}

TEST_F(Budget, ThenCellsThatNoClaimNeedsThenClaimsAndTheirCells) {
  auto fitted = fit(time_of(6, {1, 64}));
  ASSERT_TRUE(fitted) << fitted.error().message;
  EXPECT_THAT(fitted->left_out, ElementsAre("the look at 10 blocks", "the cell /plaintext c=1024"));
  EXPECT_EQ(fitted->claims.size(), 2u);

  fitted = fit(time_of(6, {1}));
  ASSERT_TRUE(fitted) << fitted.error().message;
  EXPECT_THAT(fitted->left_out,
              ElementsAre("the cell /plaintext c=1024", "the claim C64 strict", "the cell /plaintext c=64"));
  EXPECT_EQ(fitted->claims.size(), 1u);
  EXPECT_EQ(fitted->plan.cells.size(), 1u);
  EXPECT_LE(fitted->plan.expected_duration(), time_of(6, {1}));
}

TEST_F(Budget, KeepsTheCellThatAClaimComparesWith) {
  claims_[0].contrasts[0].grown_from = workload::Cell{"/plaintext", 1024};
  const auto fitted = fit(time_of(6, {1, 64, 1024}) - Nanoseconds(1));
  ASSERT_TRUE(fitted) << fitted.error().message;
  EXPECT_THAT(fitted->left_out,
              ElementsAre("the look at 10 blocks", "the claim C64 strict", "the cell /plaintext c=64"));
}

TEST_F(Budget, LeavesOutStacksThatAreOnlyShownBeforeAClaim) {
  workload::Stack shown;
  shown.id = "B";
  claims_[1].also_show = {"B"};
  const auto fitted = fit_into(time_of(6, {1, 64}), suite_, profile_,
                               {{&stack_, &runtime_, 1, std::nullopt}, {&shown, &runtime_, 1, std::nullopt}},
                               7, 20'000, claims_);
  ASSERT_TRUE(fitted) << fitted.error().message;
  EXPECT_THAT(fitted->left_out, ElementsAre("the look at 10 blocks", "the cell /plaintext c=1024",
                                            "the stack B, which no claim compares"));
  EXPECT_EQ(fitted->plan.arms.size(), 1u);
}

TEST_F(Budget, LeavesOutAStackWithAllItsNumbersOfWorkers) {
  workload::Stack shown;
  shown.id = "B";
  const auto fitted = fit_into(time_of(6, {1, 64}), suite_, profile_,
                               {{&stack_, &runtime_, 1, std::nullopt},
                                {&shown, &runtime_, 1, std::nullopt},
                                {&shown, &runtime_, 2, std::nullopt}},
                               7, 20'000, claims_);
  ASSERT_TRUE(fitted) << fitted.error().message;
  EXPECT_THAT(fitted->left_out, ElementsAre("the look at 10 blocks", "the cell /plaintext c=1024",
                                            "the stack B, which no claim compares"));
  EXPECT_EQ(fitted->plan.arms.size(), 1u);
}

TEST_F(Budget, LeavesOutAClaimBeforeTheStackItCompares) {
  workload::Stack other;
  other.id = "B";
  claims_[1].numerator = "B";
  const auto fitted = fit_into(time_of(6, {1}), suite_, profile_,
                               {{&stack_, &runtime_, 1, std::nullopt}, {&other, &runtime_, 1, std::nullopt}},
                               7, 20'000, claims_);
  ASSERT_TRUE(fitted) << fitted.error().message;
  EXPECT_THAT(fitted->left_out,
              ElementsAre("the look at 10 blocks", "the cell /plaintext c=1024", "the claim C64 strict",
                          "the cell /plaintext c=64", "the stack B, which no claim compares"));
}

TEST_F(Budget, NeverLeavesOutTheLastStackThatCanBeLaunched) {
  for (workload::Claim& claim : claims_) claim.numerator = "another";
  EXPECT_FALSE(fit(seconds(1)));
}

TEST_F(Budget, SaysHowMuchWouldDo) {
  const auto fitted = fit(seconds(1));
  ASSERT_FALSE(fitted);
  EXPECT_EQ(fitted.error().code, ErrorCode::kUsage);
  EXPECT_EQ(fitted.error().message, human(seconds(1)) +
                                        " is not enough: the least that can be measured takes about " +
                                        human(std::chrono::ceil<seconds>(time_of(6, {1}))));
}

TEST_F(Budget, KeepsAtLeastOneCellOfAProfileThatJudgesNothing) {
  profile_.verdicts = false;
  profile_.looks.clear();
  profile_.spare_blocks = 0;
  const auto fitted = fit(time_of(10, {1}));
  ASSERT_TRUE(fitted) << fitted.error().message;
  EXPECT_THAT(fitted->left_out, ElementsAre("the cell /plaintext c=1024", "the cell /plaintext c=64"));
  EXPECT_FALSE(fit(time_of(10, {1}) - Nanoseconds(1)));
}

TEST_F(Budget, NeverLeavesOutTheCellOfTheControls) {
  suite_.controls = workload::ControlLine{"A", {"/plaintext", 1024}, "throughput_rps"};
  std::vector<Arm> arms{{&stack_, &runtime_, 1, std::nullopt}};
  const auto controls = control_arms(suite_, arms);
  arms.insert(arms.end(), controls.begin(), controls.end());
  const auto fitted = fit_into(seconds(3600), suite_, profile_, arms, 7, 20'000, claims_);
  ASSERT_TRUE(fitted);
  const Nanoseconds all = fitted->plan.expected_duration();
  const auto less = fit_into(all * 53 / 100, suite_, profile_, arms, 7, 20'000, claims_);
  ASSERT_TRUE(less) << less.error().message;
  EXPECT_THAT(less->left_out, testing::Not(testing::Contains("the cell /plaintext c=1024")));
}

}  // namespace
}  // namespace harness::experiment
