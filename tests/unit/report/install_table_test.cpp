#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/report/terminal.hpp"

namespace harness::report {
namespace {

using testing::HasSubstr;

results::SliceRow installed(const std::string& stack, std::uint64_t wrong) {
  results::SliceRow row;
  row.stack = stack;
  row.runtime = "runtime";
  row.target = "install";
  row.cell = "install web";
  row.job_tag = "tool 1.0";
  row.job_wall_s = 9;
  row.job_iterations = 3;
  row.ok = 3 - wrong;
  row.bad_response = wrong;
  row.job_max_rss_kib = 20480;
  if (wrong > 0) {
    row.reason = "1 of 3 installs went wrong";
    return row;
  }
  row.job_first_s = 2.5;
  row.job_steady_s = 1.25;
  row.job_steady_cpu_s = 1.125;
  return row;
}

TEST(InstallTable, ShowsSecondsOfRightInstallsAndHowManyWereWrong) {
  results::StoredRun run;
  run.manifest.profile = "ci";
  run.slices = {installed("a", 0), installed("a", 1), installed("b", 0)};
  const std::string text = terminal_report(run, {});
  EXPECT_THAT(text,
              HasSubstr("install web\n"
                        "  stack  runtime  tool      first s  later s  its CPU s  RSS MiB  went wrong"));
  EXPECT_THAT(text,
              HasSubstr("  a      runtime  tool 1.0     2.50     1.25       1.12     20.0           1"));
  EXPECT_THAT(text,
              HasSubstr("  b      runtime  tool 1.0     2.50     1.25       1.12     20.0           0"));
  EXPECT_THAT(text, HasSubstr("a: 1 of 3 installs went wrong"));
}

}  // namespace
}  // namespace harness::report
