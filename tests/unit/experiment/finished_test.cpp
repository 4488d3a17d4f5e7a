#include "harness/experiment/finished.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::experiment {
namespace {

using testing::HasSubstr;
using Rows = std::vector<results::SliceRow>;

/// Two blocks and a spare one of two arms in one cell: four slices each.
class FinishedBlocks : public testing::Test {
 protected:
  FinishedBlocks() {
    suite_.load = {{"/plaintext", {64}, {}}};
    profile_.blocks = 2;
    profile_.spare_blocks = 1;
    stacks_[0].id = "A";
    stacks_[1].id = "B";
    plan_ = make_plan(suite_, profile_,
                      {{&stacks_[0], &runtime_, 1, std::nullopt}, {&stacks_[1], &runtime_, 1, std::nullopt}},
                      7, 20'000);
  }

  /// As they would be measured, up to so many slices of the last block.
  [[nodiscard]] Rows rows(std::size_t blocks, std::size_t slices_of_last) const {
    Rows all;
    for (std::size_t block = 0; block < blocks; ++block) {
      const auto& slots = plan_.blocks[block].slots;
      for (std::size_t i = 0; i < (block + 1 == blocks ? slices_of_last : slots.size()); ++i) {
        results::SliceRow row;
        row.block = plan_.blocks[block].number;
        row.order = static_cast<int>(i);
        row.stack = plan_.arms[slots[i].arm].name();
        row.cell = plan_.cells[slots[i].cell].id();
        all.push_back(row);
      }
    }
    return all;
  }

  [[nodiscard]] std::string message(const Rows& rows) const {
    const auto whole = finished(plan_, rows, part_);
    return whole ? "no error" : whole.error().message;
  }

  workload::Suite suite_;
  workload::Profile profile_;
  workload::Runtime runtime_;
  std::array<workload::Stack, 2> stacks_;
  Plan plan_;
  WantedAfter part_ = [](auto) {
    return std::set<results::Series>{{"A", "/plaintext c=64"}, {"B", "/plaintext c=64"}};
  };
};

TEST_F(FinishedBlocks, AreThoseWithAllTheirRows) {
  EXPECT_EQ(finished(plan_, {}, part_)->blocks, 0);
  EXPECT_EQ(finished(plan_, rows(1, 3), part_)->blocks, 0);
  EXPECT_EQ(finished(plan_, rows(1, 4), part_)->blocks, 1);
  EXPECT_EQ(finished(plan_, rows(2, 1), part_)->blocks, 1);
  EXPECT_EQ(finished(plan_, rows(2, 1), part_)->slices, 4u);
  EXPECT_EQ(finished(plan_, rows(2, 4), part_)->blocks, 2);
  EXPECT_EQ(finished(plan_, rows(2, 4), part_)->slices, 8u);
}

TEST_F(FinishedBlocks, AreSpareOnesWithAllThatWasWantedOfThem) {
  EXPECT_EQ(finished(plan_, rows(3, 3), part_)->blocks, 2);
  EXPECT_EQ(finished(plan_, rows(3, 4), part_)->blocks, 3);
  part_ = [](std::span<const results::SliceRow> earlier) {
    EXPECT_EQ(earlier.size(), 8u) << "what counted is decided by the blocks before";
    return std::set<results::Series>{{"A", "/plaintext c=64"}};
  };
  Rows all = rows(3, 4);
  std::erase_if(all, [](const results::SliceRow& row) { return row.block == 3 && row.stack == "B"; });
  all[8].order = 0;
  all[9].order = 1;
  EXPECT_EQ(finished(plan_, all, part_)->blocks, 3);
  EXPECT_EQ(finished(plan_, all, part_)->slices, 10u);
  all.pop_back();
  EXPECT_EQ(finished(plan_, all, part_)->blocks, 2);
}

TEST_F(FinishedBlocks, IgnoreRowsOfWhatIsAbsent) {
  Rows all = rows(1, 4);
  results::SliceRow absent;
  absent.status = results::SliceStatus::kAbsent;
  all.insert(all.begin(), absent);
  EXPECT_EQ(finished(plan_, all, part_)->slices, 4u);
}

TEST_F(FinishedBlocks, RefuseRowsThatThisPlanWouldNotHaveMeasured) {
  Rows all = rows(2, 4);
  all[1].stack = "C";
  EXPECT_THAT(message(all), HasSubstr("block 1: its rows are not those of this plan (seed 7"));
  all = rows(2, 4);
  std::swap(all[4], all[5]);
  EXPECT_THAT(message(all), HasSubstr("block 2: its rows"));
  all = rows(2, 4);
  all[1].order = 2;
  EXPECT_THAT(message(all), HasSubstr("block 1: its rows"));
  all = rows(3, 4);
  all.back().cell = "/plaintext c=1";
  EXPECT_THAT(message(all), HasSubstr("block 3: its rows"));
  all = rows(1, 4);
  all.push_back(all.back());
  EXPECT_THAT(message(all), HasSubstr("block 1: its rows"));
}

TEST_F(FinishedBlocks, RefuseAHole) {
  Rows all = rows(3, 1);
  std::erase_if(all, [](const results::SliceRow& row) { return row.block == 1 && row.order == 3; });
  EXPECT_THAT(message(all), HasSubstr("block 1 is not whole, but there are rows of block 3"));
}

}  // namespace
}  // namespace harness::experiment
