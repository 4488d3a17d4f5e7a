#include "harness/report/overtaking_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/report/markdown.hpp"
#include "harness/report/terminal.hpp"

namespace harness::report {
namespace {

using results::SliceRow;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

/// Of eleven iterations, with 7 ms of input and 5 ms of checks.
SliceRow job(const std::string& stack, const std::string& flavour, int block, double start_ms,
             double first_ms, double later_ms) {
  SliceRow row;
  row.stack = stack;
  row.cell = "sieve " + flavour + " n=800000";
  row.target = "sieve";
  row.block = block;
  row.job_iterations = 11;
  row.job_setup_s = 0.007;
  row.job_checks_s = 0.005;
  row.job_first_s = first_ms / 1e3;
  row.job_steady_s = 0.1;  // whatever it is
  row.job_work_s = (first_ms + 10 * later_ms) / 1e3;
  row.job_wall_s = 0.007 + 0.005 + start_ms / 1e3 + *row.job_work_s;
  return row;
}

std::vector<Overtaking> tables_of(const std::vector<SliceRow>& rows) {
  return overtaking_tables(summary_of(rows).cells());
}

/// So many blocks in which Node.js gains 8 ms an iteration, after it was 25 and 16 ms late and a bit.
std::vector<SliceRow> in_blocks(int blocks, const std::string& python_flavour = "same",
                                const std::string& node_flavour = "same") {
  std::vector<SliceRow> rows;
  for (int block = 1; block <= blocks; ++block) {
    rows.push_back(job("node/kernels", node_flavour, block, 45, 26.04 + 0.8 * block, 2));
    rows.push_back(job("python/kernels", python_flavour, block, 20, 10, 10));
  }
  return rows;
}

std::string line_of(const std::vector<SliceRow>& rows) {
  const auto tables = tables_of(rows);
  return tables.size() == 1 ? tables[0].table.lines().at(1) : "";
}

TEST(OvertakingTable, SaysFromHowManyIterationsOnAndHowLongPythonComputesForThem) {
  const auto tables = tables_of(in_blocks(6));
  ASSERT_THAT(tables, SizeIs(1));
  EXPECT_EQ(tables[0].title, "From which size on node/kernels is ahead of python/kernels, start included");
  // 1 + (25 + 16.04 + 0.8 block) / 8 iterations, of 10 ms each
  EXPECT_THAT(
      tables[0].table.lines(),
      ElementsAre("  kernel               blocks  Node.js start ms  Python start ms  Node.js from [95 %]  "
                  "ms of Python [95 %]  Python from [95 %]",
                  "  sieve same n=800000       6              45.0             20.0    6.48 [6.23, 6.73]  "
                  "  64.8 [62.3, 67.3]               never"));
}

TEST(OvertakingTable, HasNoIntervalOfFewerBlocksThanOneTakes) {
  EXPECT_THAT(line_of(in_blocks(5)), HasSubstr("  20.0                 6.43                 64.3"));
  EXPECT_THAT(line_of(in_blocks(1)), HasSubstr("  20.0                 6.23                 62.3"));
}

TEST(OvertakingTable, KeepsChecksAndInputOutOfTheStart) {
  auto rows = in_blocks(6);
  for (SliceRow& row : rows) {
    if (row.stack != "node/kernels") continue;
    row.job_checks_s = 0.105;
    row.job_setup_s = 0.207;
    *row.job_wall_s += 0.3;
  }
  EXPECT_EQ(line_of(rows), line_of(in_blocks(6)));
}

TEST(OvertakingTable, SaysThatItNeverComesOrWasThereFromTheStart) {
  std::vector<SliceRow> slow;
  std::vector<SliceRow> early;
  std::vector<SliceRow> either;
  for (int block = 1; block <= 6; ++block) {
    const SliceRow python = job("python/kernels", "same", block, 20, 10, 10);
    slow.insert(slow.end(), {python, job("node/kernels", "same", block, 45, 12, 11)});
    early.insert(early.end(), {python, job("node/kernels", "same", block, 15, 9, 9)});
    either.insert(either.end(), {python, job("node/kernels", "same", block, 45, 5, block == 6 ? 11 : 8)});
  }
  EXPECT_THAT(line_of(slow),
              HasSubstr("  20.0                never                never      from the start"));
  EXPECT_THAT(line_of(early),
              HasSubstr("  20.0       from the start       from the start               never"));
  EXPECT_THAT(line_of(either), HasSubstr("11.0 [11.0, never]"));
}

TEST(OvertakingTable, SaysWhenPythonCatchesUpWithWhoWasAheadAtFirst) {
  std::vector<SliceRow> rows;
  for (int block = 1; block <= 6; ++block) {
    rows.push_back(job("python/kernels-numpy", "numpy", block, 145, 12, 2));
    rows.push_back(job("node/kernels", "same", block, 45, 12, 12));
  }
  EXPECT_THAT(line_of(rows), HasSubstr("145                never                never   11.0 [11.0, 11.0]"));
}

TEST(OvertakingTable, MayLieWithinTheFirstIteration) {
  std::vector<SliceRow> rows;
  for (int block = 1; block <= 6; ++block) {
    rows.push_back(job("node/kernels", "same", block, 45, 10, 1));
    rows.push_back(job("python/kernels", "same", block, 20, 110, 90));
  }
  EXPECT_THAT(line_of(rows), HasSubstr("0.250 [0.250, 0.250]    27.5 [27.5, 27.5]"));
}

TEST(OvertakingTable, CountsBlocksThatMeasuredBoth) {
  auto rows = in_blocks(2);
  rows.push_back(job("node/kernels", "same", 3, 45, 26, 2));
  rows.push_back(job("python/kernels", "same", 4, 20, 10, 10));
  rows.push_back(job("node/kernels", "same", 4, 1, 1, 1));
  rows.back().status = results::SliceStatus::kInvalid;
  EXPECT_EQ(line_of(rows), line_of(in_blocks(2)));
}

TEST(OvertakingTable, TakesTheJobsOfABlockTogether) {
  const auto rows = in_blocks(1);
  auto twice = rows;
  twice[0] = job("node/kernels", "same", 1, 40, 20.84, 1);
  twice.push_back(job("node/kernels", "same", 1, 50, 32.84, 3));
  EXPECT_EQ(line_of(twice), line_of(rows));
}

TEST(OvertakingTable, HoldsWhatOtherThreadsSawOfTheSameRun) {
  const auto rows = in_blocks(6);
  Summary summary = summary_of(std::span(rows).first(5));
  summary.add(summary_of(std::span(rows).subspan(5)));
  EXPECT_EQ(overtaking_tables(summary.cells())[0].table.lines(), tables_of(rows)[0].table.lines());
}

TEST(OvertakingTable, ComparesFlavoursAsTheClaimsDo) {
  EXPECT_THAT(line_of(in_blocks(1, "idiom", "same")), HasSubstr("sieve idiom n=800000 / same"))
      << "all there is";
  EXPECT_THAT(line_of(in_blocks(1, "numpy", "idiom")), HasSubstr("sieve numpy n=800000 / idiom"));
  auto rows = in_blocks(1);
  rows.push_back(job("node/kernels", "idiom", 1, 45, 5, 5));
  const auto both = tables_of(rows)[0].table.lines();
  ASSERT_THAT(both, SizeIs(3));
  EXPECT_THAT(both[1], Not(HasSubstr("/")));
  EXPECT_THAT(both[2], HasSubstr("sieve same n=800000 / idiom"));
  rows.push_back(job("python/kernels", "idiom", 1, 20, 10, 10));
  EXPECT_THAT(tables_of(rows)[0].table.lines(), SizeIs(3))
      << "each has one: same with same, idiom with idiom";
}

TEST(OvertakingTable, IsOneForEachStackOfPythons) {
  auto rows = in_blocks(1);
  rows.push_back(job("python/kernels-numpy", "same", 1, 120, 10, 10));
  rows.push_back(job("native/kernels", "same", 1, 1, 1, 1));
  rows.push_back(job("node/kernels-jitless", "same", 1, 45, 30, 30));
  const auto tables = tables_of(rows);
  ASSERT_THAT(tables, SizeIs(2));
  EXPECT_EQ(tables[1].title,
            "From which size on node/kernels is ahead of python/kernels-numpy, start included");
}

TEST(OvertakingTable, IsNoneOfOldRunsNorOfOneIterationNorOfOthersAlone) {
  auto rows = in_blocks(6);
  for (SliceRow& row : rows) row.job_work_s.reset();
  EXPECT_THAT(tables_of(rows), IsEmpty());
  rows = in_blocks(6);
  for (SliceRow& row : rows) row.job_checks_s.reset();
  EXPECT_THAT(tables_of(rows), IsEmpty());
  rows = in_blocks(6);
  for (SliceRow& row : rows) row.job_iterations = 1;
  EXPECT_THAT(tables_of(rows), IsEmpty());
  EXPECT_THAT(tables_of({job("python/kernels", "same", 1, 20, 10, 10)}), IsEmpty());
}

TEST(OvertakingTable, StandsBehindWhatWasMeasuredWithANote) {
  results::StoredRun run;
  run.manifest.profile = "ci";
  run.slices = in_blocks(6);
  for (const std::string& text :
       {terminal_report(run, {}), markdown_report(run, summary_of(run.slices), 1)}) {
    const auto table =
        text.find("From which size on node/kernels is ahead of python/kernels, start included\n");
    EXPECT_LT(text.find("sieve same n=800000\n"), table);
    EXPECT_LT(table, text.find("The size is the number of iterations"));
    EXPECT_LT(text.find("The size is the number of iterations"), std::string::npos);
  }
  for (SliceRow& row : run.slices) row.job_checks_s.reset();
  EXPECT_THAT(terminal_report(run, {}), Not(HasSubstr("The size is the number of iterations")));
}

}  // namespace
}  // namespace harness::report
