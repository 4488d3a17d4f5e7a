// harness verify --starts: does a server that is started and stopped again and again leave anything behind?
#include <fstream>

#include "harness_command.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/base/file.hpp"

namespace harness::test {
namespace {

namespace fs = std::filesystem;
using testing::ContainsRegex;
using testing::HasSubstr;

/// python/asyncio with `change` made before it serves.
std::string asyncio_with(const std::string& change) {
  const std::string original = std::string(HARNESS_SOURCE_DIR) + "/workloads/python/asyncio";
  std::string manifest = read_file(original + "/stack.toml").value();
  manifest.replace(manifest.find("python/asyncio"), 14, "mine/changed");
  const fs::path folder = fresh_folder("starts");
  std::ofstream(folder / "stack.toml") << manifest;
  std::ofstream(folder / "server.py")
      << "import os, runpy, sys, time\n"
      << change << "sys.path.insert(0, '" << original << "')\n"
      << "runpy.run_path('" << original << "/server.py', run_name='__main__')\n";
  return (folder / "stack.toml").string();
}

TEST(Starts, AreSurvivedByAHealthyStack) {
  const Ran ran = run_harness({"verify", "--starts", "3", "--stacks", "native/reference"});
  EXPECT_EQ(ran.code, 0) << ran.err << ran.out;
  EXPECT_THAT(ran.out,
              ContainsRegex("pass  starts +3 times: ready after at most .*no process and no port behind"));
}

TEST(Starts, FindAProcessThatOutlivesItsServer) {
  const Ran ran = run_harness(
      {"verify", "--starts", "2", "--stacks",
       asyncio_with("if os.fork() == 0:\n    os.setsid()\n    time.sleep(60)\n    os._exit(0)\n")});
  EXPECT_EQ(ran.code, 2) << ran.out;
  EXPECT_THAT(ran.out, HasSubstr("start 1: exited with code 0 after SIGTERM and left 1 processes behind"));
  EXPECT_THAT(ran.err, HasSubstr("1 of 1 stacks do not survive being started and stopped"));
}

TEST(Starts, FindAnEndThatIsNoCleanOne) {
  const Ran ran = run_harness({"verify", "--starts", "2", "--stacks",
                               asyncio_with("import atexit\natexit.register(lambda: os._exit(3))\n")});
  EXPECT_EQ(ran.code, 2) << ran.out;
  EXPECT_THAT(ran.out, HasSubstr("start 1: exited with code 3 after SIGTERM"));
}

constexpr auto kSmallSuite = R"(schema = 1
id = "small"
title = "Small"
envelope = "1cpu"
timeout = "10s"
stacks = ["native/reference"]
[[load]]
target = "/plaintext"
connections = [64]
[profile.smoke]
blocks = 1
slice = "300ms"
lead_in = "100ms"
gap = "0ms"
warm_up = "600ms"
verdicts = false
)";
constexpr auto kSmallClaims = R"(schema = 1
[[claim]]
id = "C1"
reading = "strict"
quote = "words"
hypothesis = "It is fast."
suite = "small"
kind = "threshold"
metric = "throughput_rps"
numerator = "native/reference"
direction = "above"
threshold = 0.9
contrasts = [{ numerator = "/plaintext c=64", ideal = 1000 }]
explanation = "Why."
)";

/// A checkout of two stacks, of which one needs a file that is not there.
fs::path root_with_an_absent_stack() {
  const fs::path root = fresh_folder("root");
  copy_workloads(root);
  const fs::path workloads = root / "workloads";
  for (const char* language : {"python", "other", "node"}) fs::remove(workloads / language);
  fs::remove_all(workloads / "suites");
  fs::create_directories(workloads / "suites");
  std::ofstream(workloads / "suites" / "small.toml") << kSmallSuite;
  std::ofstream(workloads / "claims.toml") << kSmallClaims;
  fs::remove(workloads / "causes.toml");  // of other claims
  std::string manifest = read_file(workloads / "native/reference/stack.toml").value();
  manifest.replace(manifest.find("native/reference"), 16, "none/gone");
  fs::create_directories(workloads / "none" / "gone");
  std::ofstream(workloads / "none" / "gone" / "stack.toml") << manifest << "needs = [\"built/server\"]\n";
  return root;
}

TEST(Absent, IsARowWithTheReasonAndAFailureOnlyWhereItWasAskedFor) {
  const std::vector<std::string> environment{"HARNESS_ROOT=" + root_with_an_absent_stack().string()};
  const Ran all = run_harness({"verify", "--starts", "1"}, environment);
  EXPECT_EQ(all.code, 0) << all.err << all.out;
  EXPECT_THAT(all.out, ContainsRegex("absent +none/gone\n +absent: built/server is missing; run: cmake"));
  EXPECT_THAT(all.out, ContainsRegex("\nok +native/reference"));
  const Ran one = run_harness({"verify", "--starts", "1", "--stacks", "none/gone"}, environment);
  EXPECT_EQ(one.code, 2) << one.err;
}

}  // namespace
}  // namespace harness::test
