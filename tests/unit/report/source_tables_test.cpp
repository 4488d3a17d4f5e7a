#include "harness/report/source_tables.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/report/terminal.hpp"

namespace harness::report {
namespace {

using testing::HasSubstr;
using testing::Not;

results::SliceRow source_row(const std::string& stack, const std::string& pair, std::uint64_t lines,
                             std::uint64_t tokens) {
  results::SliceRow row;
  row.stack = stack;
  row.runtime = "runtime";
  row.target = "source";
  row.cell = "source idiom";
  row.pair = pair;
  row.code_lines = lines;
  row.code_lines_beside_brackets = lines - 1;
  row.code_lines_with_braces = 1;
  row.code_tokens = tokens;
  row.code_gzip_bytes = 1000;
  row.code_blocks = 4;
  row.code_braced_blocks = 3;
  return row;
}

results::SliceRow mutants_row(const std::string& stack) {
  results::SliceRow row;
  row.stack = stack;
  row.target = "mutants";
  row.cell = "mutants bracket";
  row.mutants = 8;
  row.mutants_rejected_near = 4;
  row.mutants_rejected_elsewhere = 1;
  row.mutants_crashed_near = 0;
  row.mutants_crashed_elsewhere = 0;
  row.mutants_wrong = 1;
  row.mutants_unchanged = 2;
  return row;
}

results::StoredRun run_of(std::vector<results::SliceRow> rows) {
  results::StoredRun run;
  run.manifest.profile = "ci";
  run.slices = std::move(rows);
  return run;
}

TEST(SourceTables, ShowSumsAndThenEachProgramWithItsRatio) {
  const std::string text = terminal_report(
      run_of({source_row("node/sources", "fib", 20, 100), source_row("node/sources", "echo", 80, 900),
              source_row("python/sources", "fib", 10, 125), source_row("python/sources", "echo", 1000, 900)}),
      {});
  EXPECT_THAT(text, HasSubstr("source idiom\n"));
  EXPECT_THAT(text,
              HasSubstr("  node/sources    runtime         2    100               98   1,000       2,000"
                        "           2.0 %         75.0 %\n"));
  EXPECT_THAT(text,
              HasSubstr("  fib              20            10   2.00          100            125   0.80\n"));
  EXPECT_THAT(text,
              HasSubstr("  echo             80         1,000   0.08          900            900   1.00\n"));
}

TEST(SourceTables, ShowAProgramThatOnlyOneSideCouldRead) {
  const std::string text = terminal_report(
      run_of({source_row("node/sources", "fib", 20, 100), source_row("python/sources", "echo", 10, 125)}),
      {});
  EXPECT_THAT(text,
              HasSubstr("  fib              20             –      –          100              –      –\n"));
}

TEST(SourceTables, ShowNoFiguresOfAStackThatIsNotHere) {
  results::SliceRow absent;
  absent.stack = "python/sources";
  absent.runtime = "runtime";
  absent.target = "source";
  absent.cell = "source idiom";
  absent.status = results::SliceStatus::kAbsent;
  const std::string text = terminal_report(run_of({source_row("node/sources", "fib", 20, 100), absent}), {});
  EXPECT_THAT(text,
              HasSubstr("  python/sources  runtime         0      –                –       –           –"));
}

TEST(SourceTables, ShowWhatMistakesDidAsShares) {
  const std::string text =
      terminal_report(run_of({mutants_row("node/sources"), mutants_row("node/sources")}), {});
  EXPECT_THAT(text, HasSubstr("mutants bracket\n"));
  EXPECT_THAT(text,
              HasSubstr("16         50.0 %     12.5 %       0.0 %      0.0 %        12.5 %     25.0 %\n"));
}

TEST(SourceTables, SayWhyThereAreNoControls) {
  EXPECT_THAT(terminal_report(run_of({mutants_row("node/sources")}), {}),
              HasSubstr("controls     none: what is read twice is the same twice"));
  results::SliceRow load;
  load.throughput_rps = 1;
  EXPECT_THAT(terminal_report(run_of({load}), {}), Not(HasSubstr("read twice")));
}

}  // namespace
}  // namespace harness::report
