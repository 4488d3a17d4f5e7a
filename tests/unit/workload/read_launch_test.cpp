#include "small_workloads.hpp"
#include <gtest/gtest.h>

namespace harness::workload {
namespace {

constexpr auto kFile = "suites/startup.toml";

class Launches : public testing::Test {
 protected:
  Launches() {
    workloads_.write(kFile, R"(schema = 1
id = "startup"
title = "Start"
envelope = "1cpu"
timeout = "10s"
stacks = ["node/http"]
[[launch]]
target = "/plaintext"
idle = [0, 256]
[profile.ci]
blocks = 6
slice = "200ms"
lead_in = "0ms"
gap = "10ms"
warm_up = "0ms"
verdicts = true
)");
  }
  SmallWorkloads workloads_;
};

TEST_F(Launches, AreACellForEachNumberOfIdleConnections) {
  const auto catalog = workloads_.load();
  ASSERT_TRUE(catalog) << catalog.error().message;
  const Suite& suite = **suite_named(*catalog, "startup");
  EXPECT_FALSE(suite.drives_load() || suite.runs_jobs());
  const auto cells = cells_of(suite, suite.profiles.front());
  ASSERT_EQ(cells.size(), 2U);
  EXPECT_EQ(cells[0].id(), "/plaintext launch idle=0");
  EXPECT_EQ(cells[1].id(), "/plaintext launch idle=256");
  EXPECT_TRUE(cells[1].launch);
  EXPECT_EQ(cells[1].connections, 256);
}

TEST_F(Launches, AskForAnEndpointThatTheStacksServe) {
  workloads_.replace(kFile, "\"/plaintext\"", "\"/plaintexd\"");
  EXPECT_NE(workloads_.complaint().find("launch[1].target: unknown endpoint '/plaintexd'"), std::string::npos)
      << workloads_.complaint();
}

TEST_F(Launches, HaveNoNegativeNumberOfConnections) {
  workloads_.replace(kFile, "[0, 256]", "[-1]");
  EXPECT_NE(workloads_.complaint().find("launch[1].idle[1]"), std::string::npos) << workloads_.complaint();
}

TEST_F(Launches, HaveSomeLevelsInTheFullProfileOnly) {
  workloads_.replace(kFile, "idle = [0, 256]", "idle = [0, 256]\nfull_only = [10000]");
  const auto catalog = workloads_.load();
  ASSERT_TRUE(catalog) << catalog.error().message;
  const Suite& suite = **suite_named(*catalog, "startup");
  Profile profile = suite.profiles.front();
  EXPECT_EQ(cells_of(suite, profile).size(), 2U);
  profile.full = true;
  ASSERT_EQ(cells_of(suite, profile).size(), 3U);
  EXPECT_EQ(cells_of(suite, profile).back().id(), "/plaintext launch idle=10000");
}

TEST_F(Launches, AreOfTheTargetsThatAStackServes) {
  const std::string another = "[[launch]]\ntarget = \"/delay?ms=1\"\nidle = [4]\n[profile.ci]";
  workloads_.replace(kFile, "[profile.ci]", another);
  workloads_.replace("node/http/stack.toml", "endpoints = [\"/plaintext\", \"/delay\"]",
                     "endpoints = [\"/plaintext\"]");
  EXPECT_EQ(workloads_.complaint().find("launch"), std::string::npos) << workloads_.complaint();
  workloads_.replace(kFile, "target = \"/plaintext\"", "target = \"/delay?ms=2\"");
  EXPECT_NE(
      workloads_.complaint().find("stacks: 'node/http' serves none of /delay?ms=2, /delay?ms=1: take it"),
      std::string::npos)
      << workloads_.complaint();
}

TEST_F(Launches, AreCheckedByTheirMemoryOnlyWithAReasonWhyNothingTakesATenthMore) {
  const std::string controls =
      "[controls]\nstack = \"node/http\"\ncell = \"/plaintext launch idle=256\"\nmetric = "
      "\"server_pss_kib\"\n";
  workloads_.replace(kFile, "[profile.ci]", controls + "[profile.ci]");
  EXPECT_NE(workloads_.complaint().find("controls.metric: is memory, which a tenth more to do does not move"),
            std::string::npos)
      << workloads_.complaint();
  workloads_.replace(kFile, "[profile.ci]", "no_slower = \"a reason\"\n[profile.ci]");
  EXPECT_EQ(workloads_.complaint(), "");
}

TEST_F(Launches, HaveOneCpuForEachSide) {
  workloads_.replace(kFile, "1cpu", "2cpu");
  EXPECT_NE(workloads_.complaint().find("envelope: is 2cpu"), std::string::npos) << workloads_.complaint();
}

}  // namespace
}  // namespace harness::workload
