#include "harness/experiment/rate_ties.hpp"

#include <gtest/gtest.h>

namespace harness::experiment {
namespace {

using results::Gate;

class RateTiesOfFourServers : public testing::Test {
 protected:
  RateTiesOfFourServers() {
    for (std::size_t i = 0; i < 4; ++i) plan_.arms.push_back({nullptr, nullptr, 1, std::nullopt});
    plan_.arms[3].control = Control::kSame;
  }

  Gate see(std::size_t arm, double rps, const std::string& limited_by = "server CPU", std::size_t cell = 0) {
    results::SliceRow row;
    row.stack = std::string(1, static_cast<char>('a' + arm));
    row.throughput_rps = rps;
    row.limited_by = limited_by;
    return ties_.check(plan_, {.cell = cell, .arm = arm}, row);
  }

  Plan plan_;
  RateTies ties_;
};

TEST_F(RateTiesOfFourServers, WarnOfThreeWithinOnePerCent) {
  EXPECT_EQ(see(0, 10'000), Gate::kNa) << "nobody to tie with";
  EXPECT_EQ(see(1, 10'080), Gate::kNa);
  EXPECT_EQ(see(2, 10'040), Gate::kWarn);
  EXPECT_EQ(see(0, 10'200), Gate::kPass) << "1.02 and 1.01 of the others";
}

TEST_F(RateTiesOfFourServers, TakeTwoForChance) {
  see(0, 10'000);
  see(1, 10'001);
  EXPECT_EQ(see(2, 12'000), Gate::kPass);
  EXPECT_EQ(see(0, 10'000), Gate::kPass);
}

TEST_F(RateTiesOfFourServers, SayNothingOfRatesThatAWaitSets) {
  see(0, 1'280, "waiting");
  see(1, 1'280, "waiting");
  EXPECT_EQ(see(2, 1'280, "waiting"), Gate::kNa);
}

TEST_F(RateTiesOfFourServers, DoNotCountTheControlsOfAServerAsOthers) {
  see(0, 10'000);
  see(1, 10'000);
  EXPECT_EQ(see(3, 10'000), Gate::kNa);
  EXPECT_EQ(see(0, 10'000), Gate::kNa);
}

TEST_F(RateTiesOfFourServers, CompareWithinACell) {
  see(0, 10'000);
  see(1, 10'000);
  EXPECT_EQ(see(2, 10'000, "server CPU", 1), Gate::kNa);
}

}  // namespace
}  // namespace harness::experiment
