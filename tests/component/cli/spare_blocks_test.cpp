// --spare-blocks: how many blocks a run may take in place of spoilt ones is planned before its first row, and
// a run of all suites by ci plans fewer.
#include "harness_command.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include "harness/base/file.hpp"
#include "harness/results/run_folder.hpp"

namespace harness::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// Stops the harness once it has said what it is going to do; what it said.
std::string plan_of(std::vector<std::string> options) {
  options.insert(options.begin(), "run");
  const fs::path output = fresh_folder("spare-said") / "out";
  const auto said = [&] { return read_file(output.string() + ".err").value_or(""); };
  RunningHarness harness(options, output);
  EXPECT_TRUE(within(30, [&] { return said().find("rows go to") != std::string::npos; })) << said();
  harness.signal(SIGINT);
  EXPECT_EQ(harness.wait(30), 130);
  return said();
}

int planned_spare_blocks(const fs::path& run) {
  const auto stored = results::read_run(run);
  if (!stored || !stored->manifest.procedure) return -1;
  return stored->manifest.procedure->spare_blocks.value_or(-1);
}

TEST(SpareBlocks, AreTheProfilesUnlessFewerAreAskedFor) {
  const fs::path folder = fresh_folder("spare");
  const std::vector<std::string> by_ci{"--suite", "chains", "--profile", "ci", "--out"};
  const auto planned = [&](const std::string& name, const std::vector<std::string>& more) {
    std::vector<std::string> options = by_ci;
    options.push_back((folder / name).string());
    options.insert(options.end(), more.begin(), more.end());
    plan_of(options);
    return planned_spare_blocks(folder / name);
  };
  EXPECT_EQ(planned("profile", {}), 2);
  EXPECT_EQ(planned("one", {"--spare-blocks", "1"}), 1);
  EXPECT_EQ(planned("many", {"--spare-blocks", "9"}), 2) << "more than the profile's were planned by nobody";
  EXPECT_EQ(planned("none", {"--spare-blocks", "0"}), 0);
}

TEST(SpareBlocks, StayAsManyWhenTheRunIsResumed) {
  const fs::path run = fresh_folder("spare-resumed") / "run";
  plan_of({"--suite", "chains", "--profile", "ci", "--spare-blocks", "1", "--out", run.string()});
  EXPECT_THAT(plan_of({"--resume", run.string()}), HasSubstr("(and up to 1 for lost ones)"));
}

TEST(SpareBlocks, AreOneOfEachSuiteInARunOfAllByCi) {
  const fs::path out = fresh_folder("spare-all") / "all";
  plan_of({"--suite", "all", "--profile", "ci", "--out", out.string()});
  EXPECT_EQ(planned_spare_blocks(out / "blocking"), 1);
}

TEST(SpareBlocks, CannotBeFewerThanNone) {
  const Ran ran = run_harness({"run", "--spare-blocks", "-1"});
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.err, HasSubstr("--spare-blocks"));
}

}  // namespace
}  // namespace harness::test
