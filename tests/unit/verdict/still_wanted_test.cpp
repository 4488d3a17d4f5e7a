#include "harness/verdict/still_wanted.hpp"

#include <cmath>

#include "made_up_rows.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::verdict {
namespace {

using results::Series;
using testing::ElementsAre;
using testing::IsEmpty;

const std::string kThere = kCell.id();

std::set<Series> wanted(const workload::Claim& claim, const Rows& rows, const Context& context) {
  return still_wanted({&claim, 1}, rows, context);
}

/// Six of six blocks, and one more for what is lost.
Context six_and_one() {
  Context context;
  context.procedure.looks = {6};
  context.procedure.spare_blocks = 1;
  return context;
}

void lose(Rows& rows, int block) {
  for (results::SliceRow& row : rows) {
    if (row.block != block || row.stack != "a") continue;
    row.status = results::SliceStatus::kInvalid;
    row.reason = "x";
  }
}

TEST(StillWanted, IsNothingWhenEverythingIsDecidedOrHasCounted) {
  EXPECT_THAT(wanted(comparison(1.5), paired(six(0.6)), six_and_one()), IsEmpty());
  // Undecided, but no block was lost: a spare one would be a seventh look.
  EXPECT_THAT(wanted(comparison(1.5), paired(six(std::log(1.5))), six_and_one()), IsEmpty());
}

TEST(StillWanted, IsBothSidesOfTheComparisonThatLostABlockAndNothingElse) {
  Rows rows = paired(six(0.6));
  lose(rows, 2);
  workload::Claim claim = comparison(1.5);
  EXPECT_THAT(wanted(claim, rows, six_and_one()), ElementsAre(Series{"a", kThere}, Series{"b", kThere}));

  // A second place of the claim that has all its blocks needs no more of them.
  const workload::Cell elsewhere{"/plaintext", 1024};
  for (results::SliceRow row : paired(six(0.6))) {
    row.cell = elsewhere.id();
    rows.push_back(row);
  }
  claim.contrasts.push_back({elsewhere, elsewhere, {}});
  EXPECT_THAT(wanted(claim, rows, six_and_one()), ElementsAre(Series{"a", kThere}, Series{"b", kThere}));
}

TEST(StillWanted, IsTheScalingControlAsWell) {
  const workload::Cell one{"/plaintext", 1, {}};
  Rows rows;
  int block = 0;
  for (const double y : six(0.0)) {
    for (const char* stack : {"a", "c"}) {
      rows.push_back(slice(stack, block, 0, 1000, one));
      rows.push_back(slice(stack, block, 1, 1900 * std::exp(y), kCell));
    }
    ++block;
  }
  lose(rows, 2);
  workload::Claim claim = comparison(1.0);
  claim.kind = workload::ClaimKind::kThreshold;
  claim.denominator = "a";
  claim.contrasts = {{kCell, one, {}}};
  claim.control = workload::ScalingControl{"c", 0.5, 1.5};
  EXPECT_THAT(wanted(claim, rows, six_and_one()), ElementsAre(Series{"a", one.id()}, Series{"a", kThere},
                                                              Series{"c", one.id()}, Series{"c", kThere}));
  claim.contrasts = {{kCell, {}, 1000}};
  claim.denominator.clear();
  claim.control->share.reset();
  EXPECT_THAT(wanted(claim, rows, six_and_one()), ElementsAre(Series{"a", kThere}, Series{"c", kThere}));
}

TEST(StillWanted, IsOneSideWhenTheOtherIsAConstant) {
  workload::Claim claim = comparison(1.5);
  claim.contrasts.front().ideal = 1000;
  Rows rows = paired(six(0.6));
  lose(rows, 0);
  EXPECT_THAT(wanted(claim, rows, six_and_one()), ElementsAre(Series{"a", kThere}));
}

TEST(StillWanted, GivesUpWhatNoFurtherBlockCouldRescue) {
  Rows rows = paired(six(0.6));
  lose(rows, 1);
  lose(rows, 2);  // two of seven are more than a quarter
  EXPECT_THAT(wanted(comparison(1.5), rows, six_and_one()), IsEmpty());
}

TEST(StillWanted, IsNothingForWhatCannotBeMeasuredHere) {
  const workload::Cell elsewhere{"/plaintext", 1024};
  workload::Claim claim = comparison(1.5);
  claim.contrasts.push_back({elsewhere, elsewhere, {}});
  Rows rows = paired(six(0.6));
  rows.push_back(slice("a", 0, 0, 0, elsewhere));
  rows.back().status = results::SliceStatus::kAbsent;
  lose(rows, 2);
  EXPECT_THAT(wanted(claim, rows, six_and_one()), ElementsAre(Series{"a", kThere}, Series{"b", kThere}));
}

TEST(StillWanted, IsTheWholeClaimBetweenLooksWhileItIsUndecided) {
  Context context;
  context.procedure.looks = {6, 10};
  EXPECT_THAT(wanted(comparison(1.5), paired(six(std::log(1.5))), context),
              ElementsAre(Series{"a", kThere}, Series{"b", kThere}));
  EXPECT_THAT(wanted(comparison(1.5), paired(six(0.6)), context), IsEmpty());
}

/// Rows of a and b, with the two control arms of a beside them.
Rows with_controls(const Rows& rows) {
  Rows all = rows;
  for (const char* arm : {"a:same", "a:slower"}) {
    for (results::SliceRow row : rows) {
      if (row.stack != "a") continue;
      row.stack = arm;
      all.push_back(row);
    }
  }
  return all;
}

TEST(StillWanted, IsAControlThatLostABlock) {
  const Context context = controlled({6});
  Rows rows = with_controls(paired(six(0.6)));
  EXPECT_THAT(wanted(comparison(1.5), rows, context), IsEmpty());
  for (results::SliceRow& row : rows) {
    if (row.block == 3 && row.stack == "a:slower") row.status = results::SliceStatus::kInvalid;
  }
  EXPECT_THAT(wanted(comparison(1.5), rows, context),
              ElementsAre(Series{"a", kThere}, Series{"a:slower", kThere}));
}

TEST(StillWanted, IsControlsToTheEndOnlyWhileAClaimIsUndecided) {
  const Context context = controlled({6, 10});
  EXPECT_THAT(wanted(comparison(1.5), with_controls(paired(six(0.6))), context), IsEmpty());
  EXPECT_THAT(wanted(comparison(1.5), with_controls(paired(six(std::log(1.5)))), context),
              ElementsAre(Series{"a", kThere}, Series{"a:same", kThere}, Series{"a:slower", kThere},
                          Series{"b", kThere}));
}

}  // namespace
}  // namespace harness::verdict
