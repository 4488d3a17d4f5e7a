// `harness run --resume`: what was measured is kept, the rest of the same plan follows, and nothing else
// does.
#include <fstream>

#include "harness_command.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include "harness/base/file.hpp"
#include "harness/results/run_folder.hpp"

namespace harness::test {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::HasSubstr;

int blocks_begun(const fs::path& folder) {
  const auto run = results::read_run(folder);
  return run && !run->slices.empty() ? run->slices.back().block : 0;
}

/// A project of its own whose smoke profile has three blocks, and a run of it that was stopped in the second.
class Resume : public testing::Test {
 protected:
  Resume() : root_(fresh_folder("resume")), folder_(root_ / "run") {
    copy_workloads(root_);
    const fs::path file = root_ / "workloads/suites/concurrency.toml";
    std::string suite = *read_file(file);
    const std::string one = "[profile.smoke]\nblocks = 1";
    const auto at = suite.find(one);
    EXPECT_NE(at, std::string::npos);
    suite.replace(at, one.size(), "[profile.smoke]\nblocks = 3");
    std::ofstream(file, std::ios::trunc) << suite;
  }

  void stop_in_second_block(int signal) {
    RunningHarness run({"run", "--profile", "smoke", "--stacks", "native/reference", "--claims", "AR1",
                        "--seed", "11", "--out", folder_.string()},
                       root_ / "out", environment_);
    ASSERT_TRUE(within(90, [&] { return blocks_begun(folder_) == 2; }));
    run.signal(signal);
    EXPECT_GE(run.wait(20), 128);
    ASSERT_EQ(blocks_begun(folder_), 2);
  }

  [[nodiscard]] Ran resume() const {
    return run_harness({"run", "--resume", folder_.string() + "/"}, environment_);
  }

  fs::path root_;
  fs::path folder_;
  std::vector<std::string> environment_{"HARNESS_ROOT=" + root_.string()};
};

std::vector<results::SliceRow> of_block(const results::StoredRun& run, int block) {
  std::vector<results::SliceRow> rows;
  for (const auto& row : run.slices) {
    if (row.block == block) rows.push_back(row);
  }
  return rows;
}

TEST_F(Resume, KeepsWholeBlocksMeasuresTheRestAndSetsTheUnfinishedAside) {
  stop_in_second_block(SIGINT);
  const auto before = results::read_run(folder_);
  ASSERT_TRUE(before) << before.error().message;
  const Ran ran = resume();
  ASSERT_EQ(ran.code, 0) << ran.err << ran.out;
  EXPECT_THAT(ran.err, HasSubstr("resumed: 1 block with "));

  const auto after = results::read_run(folder_);
  ASSERT_TRUE(after) << after.error().message;
  EXPECT_EQ(after->manifest.status, results::RunStatus::kComplete);
  EXPECT_EQ(after->manifest.seed, 11u);
  EXPECT_EQ(after->manifest.started_utc, before->manifest.started_utc);
  EXPECT_THAT(after->manifest.notes, Contains(HasSubstr("after block 1")));
  EXPECT_EQ(after->manifest.stored_rows, after->manifest.planned_rows);
  EXPECT_EQ(after->slices.size(), after->manifest.planned_rows);
  EXPECT_EQ(of_block(*after, 1), of_block(*before, 1)) << "not measured again";
  const std::size_t whole = of_block(*after, 1).size();
  EXPECT_EQ(of_block(*after, 2).size(), whole);
  EXPECT_EQ(of_block(*after, 3).size(), whole);
  for (const auto& row : after->slices) EXPECT_EQ(row.gate_contract, results::Gate::kPass) << row.reason;
  EXPECT_TRUE(fs::exists(folder_ / "log/b02-unfinished.csv"));

  const Ran again = resume();
  EXPECT_EQ(again.code, 1);
  EXPECT_THAT(again.err, HasSubstr("--resume: this run is complete"));
}

TEST_F(Resume, GoesOnAfterKillNineButNotWithOtherServers) {
  stop_in_second_block(SIGKILL);
  const fs::path contract = root_ / "workloads/contract.toml";
  const std::string text = *read_file(contract);
  std::ofstream(contract, std::ios::app) << "# changed\n";
  const Ran changed = resume();
  EXPECT_EQ(changed.code, 2);
  EXPECT_THAT(changed.err, HasSubstr("then sha256.workloads/contract.toml "));
  EXPECT_THAT(changed.err, HasSubstr("start a new run"));
  EXPECT_EQ(blocks_begun(folder_), 2) << "nothing was touched";

  std::ofstream(contract, std::ios::trunc) << text;
  EXPECT_EQ(resume().code, 0);
  EXPECT_EQ(blocks_begun(folder_), 3);
}

TEST_F(Resume, TakesNothingElseFromTheCommandLine) {
  const Ran both = run_harness({"run", "--resume", "x", "--seed", "3"});
  EXPECT_EQ(both.code, 1);
  EXPECT_THAT(both.err, HasSubstr("--resume"));
  const Ran nowhere = run_harness({"run", "--resume", (root_ / "nowhere").string()});
  EXPECT_EQ(nowhere.code, 2);
  EXPECT_THAT(nowhere.err, HasSubstr("nowhere is not a folder"));
}

}  // namespace
}  // namespace harness::test
