#include "harness/verdict/break_even.hpp"

#include <cmath>
#include <limits>

#include "made_up_rows.hpp"
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::verdict {
namespace {

using testing::HasSubstr;
using testing::Not;

const double kMargin = std::log(1.10);
constexpr double kNever = std::numeric_limits<double>::infinity();

double crossing(std::vector<GapAtWait> gaps) {
  return break_even_ms(gaps, 0.1);
}

TEST(BreakEven, LiesOnTheLineBetweenTwoWaits) {
  EXPECT_DOUBLE_EQ(crossing({{0, 0.5}, {10, 0.3}, {20, 0.05}, {50, 0.01}}), 18);  // 0.2 of 0.25 down
  EXPECT_DOUBLE_EQ(crossing({{0, 0.5}, {10, 0.15}, {20, 0.05}}), 15);
}

TEST(BreakEven, IsTheWaitFromWhichOnTheGapStaysSmall) {
  EXPECT_DOUBLE_EQ(crossing({{0, 0.05}, {10, 0.3}, {20, 0.1}}), 20) << "small before, but not for good";
}

TEST(BreakEven, LooksAtGapsOnEitherSide) {
  EXPECT_DOUBLE_EQ(crossing({{0, -0.5}, {10, -0.3}, {20, 0.05}}), 10 + 0.2 / 0.25 * 10);
}

TEST(BreakEven, IsNoughtWhereNothingIsEverFarAndInfiniteWhereTheLongestIs) {
  EXPECT_EQ(crossing({{0, 0.1}, {10, 0.02}, {20, -0.03}}), 0);
  EXPECT_EQ(crossing({{0, 0.5}, {10, 0.02}, {20, 0.2}}), kNever);
}

workload::Cell at_wait(int ms, int connections = 16) {
  return {"/delay?ms=" + std::to_string(ms), connections, {}};
}

struct Scene {
  workload::Claim claim = comparison(1.1);
  Rows rows;

  Scene() { claim.contrasts.clear(); }
  Scene& gap(const workload::Cell& cell, const std::vector<double>& log_ratios) {
    claim.contrasts.push_back({cell, cell, {}});
    for (auto& row : paired(log_ratios, cell)) rows.push_back(row);
    return *this;
  }
};

TEST(BreakEven, StandsBehindWhatWasFoundAtEachWait) {
  Scene scene;
  scene.gap(at_wait(0), six(0.5)).gap(at_wait(10), six(0.3)).gap(at_wait(20), std::vector<double>(6, 0.0));
  // six() reaches from 0.25 to 0.35: the crossings lie between these
  const auto at = [](double gap) { return 10 + (gap - kMargin) / gap * 10; };
  const double middle = (at(0.29) + at(0.31)) / 2;
  EXPECT_THAT(
      judged(scene.claim, scene.rows).detail,
      HasSubstr(fmt::format("; break-even: from a wait of {:.1f} ms [{:.1f}, {:.1f}] on they are within "
                            "1.10 of each other (median of 6 blocks, 97 %)",
                            middle, at(0.25), at(0.35))));
}

TEST(BreakEven, SaysWhenNoWaitThatWasMeasuredIsLongEnough) {
  Scene scene;
  scene.gap(at_wait(0), six(0.5)).gap(at_wait(10), six(0.4)).gap(at_wait(20), six(0.3));
  EXPECT_THAT(judged(scene.claim, scene.rows).detail,
              HasSubstr("from a wait of more than 20 ms [more than 20, more than 20] on"));
}

TEST(BreakEven, IsNotSaidOfOtherClaimsOrOfTooFewBlocks) {
  Scene loads;
  loads.gap(at_wait(0), six(0.5)).gap(at_wait(10), six(0.3)).gap(at_wait(20, 64), six(0.0));
  EXPECT_THAT(judged(loads.claim, loads.rows).detail, Not(HasSubstr("break-even"))) << "two loads";

  Scene others;
  for (const int i : {1, 2, 3}) others.gap({"/x", i, {}}, six(0.5));
  EXPECT_THAT(judged(others.claim, others.rows).detail, Not(HasSubstr("break-even")));

  Scene few;
  for (const int ms : {0, 10, 20}) few.gap(at_wait(ms), {0.5, 0.4, 0.3});
  EXPECT_THAT(judged(few.claim, few.rows).detail, Not(HasSubstr("break-even")));
}

}  // namespace
}  // namespace harness::verdict
