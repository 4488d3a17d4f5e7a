#include <cmath>

#include "made_up_rows.hpp"
#include <gtest/gtest.h>

#include "harness/verdict/judge.hpp"

namespace harness::verdict {
namespace {

std::string why(const workload::Claim& claim, const Rows& rows) {
  return judged(claim, rows).why;
}

TEST(Why, IsOneSentenceWithItsNumbers) {
  EXPECT_EQ(why(comparison(1.5), paired(six(0.45))),
            "throughput_rps of a at /plaintext c=64 is 1.57 [1.51, 1.63] times that of b: the claimed more "
            "than 1.5");
  EXPECT_EQ(why(comparison(2), paired(six(0.01))),
            "throughput_rps of a at /plaintext c=64 is 1.01 [0.97, 1.05] times that of b: not the claimed "
            "more than "
            "2, and within a factor of 1.1 of equal");
  EXPECT_EQ(why(comparison(2), paired(six(0.45))),
            "throughput_rps of a at /plaintext c=64 is 1.57 [1.51, 1.63] times that of b: not the claimed "
            "more than "
            "2: the difference is too small");
  EXPECT_EQ(why(comparison(2), paired(six(-0.45))),
            "throughput_rps of a at /plaintext c=64 is 0.64 [0.61, 0.66] times that of b: not the claimed "
            "more than 2 "
            "but the other way round");
}

TEST(Why, SaysWhatWouldDecide) {
  EXPECT_EQ(
      why(comparison(1.5), paired(six(std::log(1.5) + 0.02))),
      "throughput_rps of a at /plaintext c=64 is 1.53 [1.47, 1.59] times that of b; the interval holds 1.5; "
      "about 30 blocks would decide, 6 are stored");
  EXPECT_EQ(why(comparison(1.5), paired({0.4})), "1 of the at least 6 blocks that are needed are stored");
}

TEST(Why, NamesBothCellsOfAStackComparedWithItself) {
  workload::Claim claim = comparison(0.9);
  claim.denominator = "a";
  claim.contrasts = {{kCell, {"/plaintext", 1}, {}}};
  Rows rows = paired(six(0));
  for (const auto& row : paired(six(0), {"/plaintext", 1})) rows.push_back(row);
  EXPECT_EQ(
      why(claim, rows),
      "throughput_rps of a at /plaintext c=64 is 1.00 [1.00, 1.00] times that at /plaintext c=1: the claimed "
      "more than 0.9");
  EXPECT_EQ(judged(claim, rows).cells, "/plaintext c=64 / /plaintext c=1");
}

TEST(Why, NamesTheConstant) {
  workload::Claim claim = comparison(0.9);
  claim.kind = workload::ClaimKind::kThreshold;
  claim.contrasts = {{kCell, {}, 1280.0}};
  EXPECT_EQ(why(claim, paired(six(std::log(1.28)))),
            "throughput_rps of a at /plaintext c=64 is 1.00 [0.96, 1.04] of 1280: the claimed more than 0.9");
  EXPECT_EQ(judged(claim, paired(six(0))).cells, "/plaintext c=64 / 1280");
}

TEST(AlsoShown, GivesTheSameFigureOfOtherStacks) {
  workload::Claim claim = comparison(1.5);
  claim.also_show = {"c", "missing"};
  Rows rows = paired(six(0.45));
  for (auto row : paired(six(0.2))) {
    if (row.stack != "a") continue;
    row.stack = "c";
    rows.push_back(row);
  }
  EXPECT_EQ(judged(claim, rows).also_shown, "c 1.22 [1.17, 1.27]; missing not measured (not-measured)");
}

TEST(AlsoShown, MovesAClaimAboutOneStackAsAWhole) {
  // a: 64 connections do 1.0 of 1; c: 64 connections do e^0.45 of 1.
  workload::Claim claim = comparison(0.9);
  claim.denominator = "a";
  claim.also_show = {"c"};
  const workload::Cell one{"/plaintext", 1};
  claim.contrasts = {{kCell, one, {}}};
  Rows rows = paired(six(0));
  for (const auto& row : paired(six(0), one)) rows.push_back(row);
  for (auto row : paired(six(0.45))) {
    row.stack = row.stack == "a" ? "c" : "unused";
    rows.push_back(row);
  }
  for (auto row : paired(std::vector<double>(6, 0), one)) {
    row.stack = row.stack == "a" ? "c" : "unused";
    rows.push_back(row);
  }
  EXPECT_EQ(judged(claim, rows).also_shown, "c 1.57 [1.51, 1.63]");
}

}  // namespace
}  // namespace harness::verdict
