#include "harness/report/causes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::report {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

results::CauseRow found(const std::string& knob, double share, double gap_turned) {
  results::CauseRow row;
  row.claim = "SP6";
  row.reading = "average";
  row.knob = knob;
  row.arm = "node/kernels";
  row.turned = "node/kernels-jitless";
  row.cells = "/a";
  row.gap = 12.1;
  row.gap_turned = gap_turned;
  row.share = share;
  row.share_low = share - 0.02;
  row.share_high = share + 0.03;
  row.n_blocks = 6;
  return row;
}

results::VerdictRow verdict(const std::string& reading = "average") {
  results::VerdictRow row;
  row.claim = "SP6";
  row.reading = reading;
  return row;
}

std::string line(const results::CauseRow& row) {
  return cause_lines(std::vector{row}, verdict()).at(1);
}

TEST(CauseLines, SayHowMuchOfTheGapGoes) {
  EXPECT_THAT(
      cause_lines(std::vector{found("JIT compilers off", 0.92, 1.21)}, verdict()),
      ElementsAre(
          HasSubstr("no part of the verdict"),
          "· JIT compilers off (node/kernels-jitless for node/kernels): 92 % [90, 95] of the gap goes, 12.1 "
          "becomes 1.21 (n=6)"));
}

TEST(CauseLines, SayByHowMuchItGrows) {
  EXPECT_THAT(line(found("off", -0.5, 42)), HasSubstr(": the gap grows by 50 % [47, 52], 12.1 becomes 42.0"));
}

TEST(CauseLines, SayWhyThereIsNoShare) {
  results::CauseRow none = found("off", 0, 1);
  none.share.reset();
  none.gap = 1.02;
  none.reason = "no-gap";
  EXPECT_THAT(line(none), HasSubstr(": no gap to share out, 1.02 is not clearly another than 1"));
  none.gap.reset();
  none.reason = "noisy-env";
  EXPECT_THAT(line(none), HasSubstr(": not known (noisy-env)"));
}

TEST(CauseLines, NameThePlacesOfAKnobThatHasSeveral) {
  results::CauseRow other = found("off", 0.5, 3);
  other.cells = "/b";
  const auto lines =
      cause_lines(std::vector{found("off", 0.92, 1.21), other, found("on", 0.1, 11)}, verdict());
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_THAT(lines[1], HasSubstr("): /a: 92 % [90, 95] of"));
  EXPECT_THAT(lines[1], HasSubstr("; /b: 50 % [48, 53] of"));
  EXPECT_THAT(lines[2], HasSubstr("· on ("));
}

TEST(CauseLines, AreThoseOfTheClaimAlone) {
  const std::vector rows{found("off", 0.92, 1.21)};
  EXPECT_THAT(cause_lines(rows, verdict("first-iteration")), IsEmpty());
  EXPECT_THAT(cause_lines({}, verdict()), IsEmpty());
}

}  // namespace
}  // namespace harness::report
