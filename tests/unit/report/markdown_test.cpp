#include "harness/report/markdown.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::report {
namespace {

using testing::HasSubstr;
using testing::Not;

results::StoredRun small_run() {
  results::StoredRun run;
  run.manifest.suite = "concurrency";
  run.manifest.profile = "ci";
  run.manifest.status = results::RunStatus::kComplete;
  results::SliceRow row;
  row.stack = "node/http";
  row.runtime = "node";
  row.runtime_version = "26.10.0";
  row.target = "/plaintext";
  row.connections = 64;
  row.throughput_rps = 62'699;
  row.limited_by = "server CPU";
  run.slices.push_back(row);
  results::VerdictRow verdict;
  verdict.claim = "SP8";
  verdict.reading = "T0";
  verdict.quote = "requests are processed much more slowly";
  verdict.verdict = results::Verdict::kRefuted;
  verdict.reason = "too-small";
  verdict.effect = 0.88;
  verdict.ci_low = 0.82;
  verdict.ci_high = 0.96;
  verdict.why = "the difference is too small";
  run.verdicts.push_back(verdict);
  return run;
}

std::string page_of(const results::StoredRun& run, int level = 1) {
  return markdown_report(run, summary_of(run.slices), level);
}

TEST(MarkdownReport, SaysWhatWasFoundAndThenByWhat) {
  const std::string page = page_of(small_run());
  EXPECT_THAT(page, HasSubstr("# Suite concurrency\n"));
  EXPECT_THAT(page, HasSubstr("| SP8 T0 | REFUTED (too-small) | 0.880× [0.820, 0.960] |\n"));
  EXPECT_THAT(page, HasSubstr("### SP8 T0: REFUTED (too-small), 0.880× [0.820, 0.960]\n\n> requests are"));
  EXPECT_THAT(page, HasSubstr("- the difference is too small\n"));
  EXPECT_THAT(page, HasSubstr("### /plaintext · 64 connections\n\n| stack | runtime | rps |"));
  EXPECT_THAT(page, HasSubstr("| node/http | node 26.10.0 | 62,699 |"));
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
