#include "harness/report/markdown.hpp"

#include "small_run.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::report {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string page_of(const results::StoredRun& run, int level = 1) {
  return markdown_report(run, summary_of(run.slices), level);
}

TEST(MarkdownReport, SaysWhatWasFoundAndThenByWhat) {
  const std::string page = page_of(small_run());
  EXPECT_THAT(page, HasSubstr("# Suite concurrency\n"));
  EXPECT_THAT(page, HasSubstr("| AR1 steelman | SUPPORTED | 0.990× [0.980, 1.00] |\n"));
  EXPECT_THAT(page, HasSubstr("### AR1 steelman: SUPPORTED, 0.990× [0.980, 1.00]\n\n> enables"));
  EXPECT_THAT(page, HasSubstr("- It reached 0.99 of the ideal.\n"));
  EXPECT_THAT(page, HasSubstr("### /delay?ms=50 · 1024 connections\n\n| stack | runtime | rps |"));
  EXPECT_THAT(page, HasSubstr("| node/http | node 26.10.0 | 20,310 |"));
  EXPECT_THAT(page, HasSubstr("- **trust**: 0 of 1 rows invalid"));
  EXPECT_LT(page.find("## What it says"), page.find("## What was measured"));
  EXPECT_LT(page.find("## What was measured"), page.find("## How far it can be trusted"));
}

TEST(MarkdownReport, IsASectionOfALargerPage) {
  EXPECT_THAT(page_of(small_run(), 2), testing::StartsWith("## Suite concurrency\n"));
}

TEST(MarkdownReport, SaysWhyAnArmHasNoFigures) {
  auto run = small_run();
  run.slices.front().status = results::SliceStatus::kInvalid;
  run.slices.front().reason = "ledger: 3 of 10 requests | without an answer";
  EXPECT_THAT(page_of(run), HasSubstr("- node/http: ledger: 3 of 10 requests \\| without an answer\n"));
}

TEST(MarkdownReport, SaysOnceWhyAnArmIsAbsent) {
  auto run = small_run();
  run.slices.front().status = results::SliceStatus::kAbsent;
  run.slices.front().reason = "not installed";
  run.slices.push_back(run.slices.front());
  run.slices.back().connections = 16;
  const std::string page = page_of(run);
  const auto first = page.find("- node/http: not installed\n");
  ASSERT_NE(first, page.npos);
  EXPECT_EQ(page.find("- node/http: not installed\n", first + 1), page.npos);
}

TEST(MarkdownReport, SaysThatSmokeNeverJudges) {
  auto run = small_run();
  run.verdicts.clear();
  run.manifest.profile = "smoke";
  EXPECT_THAT(page_of(run), HasSubstr("it never judges.\n"));
}

TEST(MarkdownReport, ShowsWhatAFileSaysAndDoesNotObeyIt) {
  auto run = small_run();
  run.verdicts.front().quote = "<script>\n# not a heading [a link](http://example.org) *loud*";
  const std::string page = page_of(run);
  EXPECT_THAT(page, Not(HasSubstr("<script>\n")));
  EXPECT_THAT(page, HasSubstr("\\<script>\\\\n# not a heading [a link\\](http://example.org) \\*loud\\*\n"));
}

}  // namespace
}  // namespace harness::report
