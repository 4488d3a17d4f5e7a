// However a run ends, its servers are gone and what it measured can be read.
#include <algorithm>
#include <fstream>

#include "harness_command.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include "harness/process/tree.hpp"
#include "harness/results/run_folder.hpp"

namespace harness::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

std::size_t rows_in(const fs::path& run) {
  std::ifstream in(run / "slices.csv");
  std::size_t lines = 0;
  for (std::string line; std::getline(in, line);) ++lines;
  return lines == 0 ? 0 : lines - 1;
}

/// A smoke run of the reference server that has stored at least two rows.
struct BusyRun {
  BusyRun()
      : folder(fresh_folder("busy") / "run"),
        harness({"run", "--profile", "smoke", "--stacks", "native/reference", "--out", folder.string()},
                folder.parent_path() / "out") {
    measuring = within(60, [&] { return rows_in(folder) >= 2; });
    tree = process::descendants(harness.pid());
  }
  [[nodiscard]] bool servers_gone_within(int seconds) const {
    return within(seconds, [&] { return std::none_of(tree.begin(), tree.end(), process::is_alive); });
  }
  fs::path folder;
  RunningHarness harness;
  bool measuring = false;
  std::vector<int> tree;
};

TEST(RunEnds, AfterCtrlCServersAreGoneAndTheRunCanBeReported) {
  BusyRun run;
  ASSERT_TRUE(run.measuring);
  ASSERT_GE(run.tree.size(), 2U);  // supervisor and server
  run.harness.signal(SIGINT);
  EXPECT_TRUE(run.servers_gone_within(5));
  EXPECT_EQ(run.harness.wait(10), 130);
  const auto stored = results::read_run(run.folder);
  ASSERT_TRUE(stored) << stored.error().message;
  EXPECT_EQ(stored->manifest.status, results::RunStatus::kInterrupted);
  EXPECT_GE(stored->slices.size(), 2U);
  const Ran report = run_harness({"report", run.folder.string()});
  EXPECT_EQ(report.code, 0);
  EXPECT_THAT(report.out, HasSubstr("interrupted"));
  EXPECT_THAT(report.out, HasSubstr("native/reference"));
}

TEST(RunEnds, AfterKillNineServersAreGoneAndTheRunIsPartial) {
  BusyRun run;
  ASSERT_TRUE(run.measuring);
  ASSERT_GE(run.tree.size(), 2U);
  run.harness.signal(SIGKILL);
  EXPECT_TRUE(run.servers_gone_within(5));
  const auto stored = results::read_run(run.folder);
  ASSERT_TRUE(stored) << stored.error().message;
  EXPECT_EQ(stored->manifest.status, results::RunStatus::kPartial);
  EXPECT_GE(stored->slices.size(), 2U);
  EXPECT_EQ(run_harness({"report", run.folder.string()}).code, 0);
}

TEST(RunEnds, WhenAServerDiesItsRowsSayWhyAndTheExitCodeToo) {
  BusyRun run;
  ASSERT_TRUE(run.measuring);
  ASSERT_GE(run.tree.size(), 2U);
  ::kill(run.tree.back(), SIGKILL);
  EXPECT_EQ(run.harness.wait(60), 2);
  const auto stored = results::read_run(run.folder);
  ASSERT_TRUE(stored) << stored.error().message;
  // A busy machine may make a row from before the death invalid; only the death makes one failed.
  EXPECT_NE(stored->slices.front().status, results::SliceStatus::kFailed) << stored->slices.front().reason;
  EXPECT_EQ(stored->slices.back().status, results::SliceStatus::kFailed);
  EXPECT_THAT(stored->slices.back().reason, HasSubstr("killed by signal 9"));
}

TEST(RunEnds, WhenAServerDiesTheRowsStillStandInTheOrderOfThePlan) {
  const fs::path folder = fresh_folder("order") / "run";
  RunningHarness harness(
      {"run", "--profile", "smoke", "--stacks", "native/reference,python/asyncio", "--out", folder.string()},
      folder.parent_path() / "out");
  ASSERT_TRUE(within(60, [&] { return rows_in(folder) >= 2; }));
  ::kill(process::descendants(harness.pid()).back(), SIGKILL);
  EXPECT_EQ(harness.wait(60), 2);
  const auto stored = results::read_run(folder);
  ASSERT_TRUE(stored) << stored.error().message;
  ASSERT_EQ(stored->slices.size(), 12U);
  EXPECT_TRUE(std::ranges::any_of(stored->slices, [](const results::SliceRow& row) {
    return row.status == results::SliceStatus::kFailed;
  }));
  for (std::size_t i = 0; i < stored->slices.size(); ++i)
    EXPECT_EQ(stored->slices[i].order, static_cast<int>(i)) << stored->slices[i].cell;
}

TEST(RunEnds, AMissingRuntimeBecomesAbsentRowsAndTheOthersStillRun) {
  const fs::path root = fresh_folder("root");
  copy_workloads(root);
  const fs::path node = root / "workloads" / "node";
  fs::remove(node);  // the link, not what it points to
  fs::create_directories(node);
  // Every stack and source, since suites name many, but not what is installed.
  for (const auto& entry : fs::directory_iterator(fs::path(HARNESS_SOURCE_DIR) / "workloads/node")) {
    if (entry.is_directory() && entry.path().filename() != "node_modules")
      fs::create_directory_symlink(entry.path(), node / entry.path().filename());
  }
  const fs::path folder = fresh_folder("absent") / "run";
  const Ran ran = run_harness(
      {"run", "--profile", "smoke", "--stacks", "node/http,native/reference", "--out", folder.string()},
      {"HARNESS_ROOT=" + root.string()});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.err, HasSubstr("absent: node/http: runtime 'node' is not installed"));
  const auto stored = results::read_run(folder);
  ASSERT_TRUE(stored) << stored.error().message;
  std::size_t absent = 0;
  std::size_t measured = 0;
  for (const results::SliceRow& row : stored->slices) {
    if (row.stack == "node/http") {
      EXPECT_EQ(row.status, results::SliceStatus::kAbsent);
      EXPECT_THAT(row.reason, HasSubstr("./scripts/setup"));
      ++absent;
    } else {
      measured += row.scheduled.value_or(0) > 0;
    }
  }
  EXPECT_GT(absent, 0U);
  EXPECT_GT(measured, 0U);
}

}  // namespace
}  // namespace harness::test
