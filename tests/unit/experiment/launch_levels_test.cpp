#include "harness/experiment/launch_levels.hpp"

#include <gtest/gtest.h>

namespace harness::experiment {
namespace {

results::SliceRow row_at(double throughput_rps) {
  results::SliceRow row;
  row.status = results::SliceStatus::kOk;
  row.throughput_rps = throughput_rps;
  return row;
}

constexpr Slot kHere{.cell = 1, .arm = 2};

TEST(LaunchLevels, AreSilentTheFirstTimeAndAtTheSameLevel) {
  LaunchLevels levels;
  EXPECT_FALSE(levels.moved(kHere, row_at(1'000)));
  EXPECT_FALSE(levels.moved(kHere, row_at(1'240)));
  EXPECT_FALSE(levels.moved(kHere, row_at(810)));
}

TEST(LaunchLevels, NoticeAMoveUpAndDownAgainstTheFirst) {
  LaunchLevels levels;
  ASSERT_FALSE(levels.moved(kHere, row_at(1'000)));
  EXPECT_DOUBLE_EQ(levels.moved(kHere, row_at(8'000)).value_or(0),
                   8);  // asyncio's allocator, once it has learnt
  EXPECT_DOUBLE_EQ(levels.moved(kHere, row_at(790)).value_or(0), 0.79);
}

TEST(LaunchLevels, CompareNeitherCellsNorArms) {
  LaunchLevels levels;
  ASSERT_FALSE(levels.moved(kHere, row_at(1'000)));
  EXPECT_FALSE(levels.moved({.cell = 1, .arm = 3}, row_at(8'000)));
  EXPECT_FALSE(levels.moved({.cell = 2, .arm = 2}, row_at(8'000)));
}

TEST(LaunchLevels, IgnoreRowsThatFeedNothingAndOpenLoops) {
  LaunchLevels levels;
  results::SliceRow invalid = row_at(100);
  invalid.status = results::SliceStatus::kInvalid;
  EXPECT_FALSE(levels.moved(kHere, invalid));
  EXPECT_FALSE(levels.moved(kHere, row_at(1'000)));
  results::SliceRow open = row_at(100);
  open.rate_rps = 100;
  EXPECT_FALSE(levels.moved(kHere, open));
  EXPECT_FALSE(levels.moved(kHere, results::SliceRow{}));
}

}  // namespace
}  // namespace harness::experiment
