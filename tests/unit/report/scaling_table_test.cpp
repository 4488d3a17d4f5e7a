#include "harness/report/scaling_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/report/terminal.hpp"

namespace harness::report {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

results::SliceRow job(const std::string& stack, int workers, int block, double rate) {
  results::SliceRow row;
  row.stack = stack;
  row.cell = "fib same n=27 w=" + std::to_string(workers);
  row.target = "fib";
  row.block = block;
  row.job_wall_s = 1;
  row.job_rate_per_s = rate;
  return row;
}

std::vector<Scaling> tables_of(const std::vector<results::SliceRow>& rows) {
  return scaling_tables(summary_of(rows).cells());
}

/// One worker does 100 a second in the first block and 50 in the second, where the machine was slow.
std::vector<results::SliceRow> in_two_blocks(const std::string& stack, double gain) {
  return {job(stack, 1, 1, 100), job(stack, 2, 1, 100 * gain), job(stack, 1, 2, 50),
          job(stack, 2, 2, 50 * gain)};
}

std::vector<results::SliceRow> joined(std::vector<results::SliceRow> rows,
                                      const std::vector<results::SliceRow>& more) {
  rows.insert(rows.end(), more.begin(), more.end());
  return rows;
}

TEST(ScalingTable, SaysWhatIsGainedWhateverTheMachinesSpeedWas) {
  const auto tables = tables_of(in_two_blocks("a", 1.6));
  ASSERT_THAT(tables, SizeIs(1));
  EXPECT_EQ(tables[0].title, "What 2 workers do over one: fib same n=27");
  EXPECT_THAT(tables[0].table.lines(),
              ElementsAre("  stack  blocks        gain [95 %]  serial share [95 %]",
                          "  a           2  1.60 [1.60, 1.60]        25 % [25, 25]"));
}

TEST(ScalingTable, SaysHowMuchOfTheGainOfCppItIs) {
  const auto tables = tables_of(joined(in_two_blocks("python/b", 1.2), in_two_blocks("native/a", 1.8)));
  ASSERT_THAT(tables, SizeIs(1));
  EXPECT_THAT(tables[0].table.lines()[2], HasSubstr("25 % [25, 25]"));
  EXPECT_THAT(tables[0].table.lines()[1], Not(HasSubstr("100 %"))) << "of its own";
}

TEST(ScalingTable, CountsBlocksThatMeasuredBoth) {
  auto rows = in_two_blocks("a", 1.6);
  rows.push_back(job("a", 2, 3, 1000));
  rows.push_back(job("a", 1, 4, 1));
  auto invalid = job("a", 2, 4, 1000);
  invalid.status = results::SliceStatus::kInvalid;
  rows.push_back(invalid);
  EXPECT_THAT(tables_of(rows)[0].table.lines()[1], HasSubstr("a           2  1.60 [1.60, 1.60]"));
}

TEST(ScalingTable, TakesTheSlicesOfABlockTogether) {
  auto rows = in_two_blocks("a", 1.6);
  rows.push_back(job("a", 1, 1, 400));  // geometric mean with 100: 200
  rows.push_back(job("a", 2, 1, 640));  // with 160: 320
  EXPECT_THAT(tables_of(rows)[0].table.lines()[1], HasSubstr("2  1.60 [1.60, 1.60]"));
}

TEST(ScalingTable, HoldsWhatOtherThreadsSawOfTheSameRun) {
  const auto rows = in_two_blocks("a", 1.6);
  Summary summary = summary_of(std::span(rows).first(2));
  summary.add(summary_of(std::span(rows).subspan(2)));
  EXPECT_EQ(scaling_tables(summary.cells())[0].table.lines(), tables_of(rows)[0].table.lines());
}

TEST(ScalingTable, SaysNothingOfOneBlockOrOfOneNumberOfWorkers) {
  EXPECT_THAT(tables_of({job("a", 1, 1, 100), job("a", 2, 1, 160)}), IsEmpty());
  EXPECT_THAT(tables_of({job("a", 2, 1, 100), job("a", 2, 2, 160)}), IsEmpty());
}

TEST(ScalingTable, FitsAmdahlsLawToThreeNumbersOfWorkersAndUslToSix) {
  // X(N) = 100 N / (1 + 0.1 (N − 1)), and the same with 0.01 N (N − 1) besides
  const auto rows = [](const std::vector<int>& levels, double crosstalk) {
    std::vector<results::SliceRow> all;
    for (const int n : levels) {
      for (const int block : {1, 2})
        all.push_back(job("a", n, block, 100.0 * n / (1 + 0.1 * (n - 1) + crosstalk * n * (n - 1))));
    }
    return all;
  };
  const auto amdahl = tables_of(rows({1, 2, 4}, 0));
  ASSERT_THAT(amdahl, SizeIs(3));
  EXPECT_EQ(amdahl[2].title, "The law they follow from 1 to 4 workers: fib same n=27");
  EXPECT_THAT(amdahl[2].table.lines()[1], HasSubstr("Amdahl   10.0 % [10.0, 10.0]"));

  const auto usl = tables_of(rows({1, 2, 4, 6, 8, 12, 16}, 0.01)).back();
  EXPECT_THAT(usl.table.lines()[1], HasSubstr("USL"));
  EXPECT_THAT(usl.table.lines()[1], HasSubstr("10.0 % [10.0, 10.0]"));
  EXPECT_THAT(usl.table.lines()[1], HasSubstr("1.0 % [1.0, 1.0]"));
  EXPECT_THAT(usl.table.lines()[1], HasSubstr("9.5 workers"));  // √(0.9 / 0.01)
}

TEST(ScalingTable, StandsBehindWhatWasMeasured) {
  results::StoredRun run;
  run.manifest.profile = "ci";
  run.slices = in_two_blocks("a", 1.6);
  const std::string text = terminal_report(run, {});
  EXPECT_LT(text.find("fib same n=27 w=2\n"), text.find("What 2 workers do over one: fib same n=27\n"));
}

}  // namespace
}  // namespace harness::report
