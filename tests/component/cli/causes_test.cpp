// What a knob makes of a gap is stored with a run that judges, shown, and recomputed from the rows. How much
// it is depends on the machine; on a busy one gates fail slices this short, and then the row says so.
#include <fstream>

#include "harness_command.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/base/file.hpp"
#include "harness/results/run_folder.hpp"

namespace harness::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// Of waits: two arms of one language, one load, over in seconds.
constexpr std::string_view kSuite = R"(schema = 1
id = "waits"
title = "short"
envelope = "1cpu"
timeout = "10s"
stacks = ["node/http", "python/asyncio", "python/threads"]
[[load]]
target = "/plaintext"
connections = [8]
[profile.ci]
blocks = 6
slice = "60ms"
lead_in = "20ms"
gap = "10ms"
warm_up = "100ms"
verdicts = true
)";

constexpr std::string_view kClaims = R"(schema = 1
[[claim]]
id = "C1"
reading = "short"
quote = "words"
hypothesis = "It answers more."
suite = "waits"
kind = "comparison"
metric = "requests_per_server_cpu_s"
numerator = "python/asyncio"
denominator = "python/threads"
direction = "above"
threshold = 1.1
equivalence_margin = 1.10
contrasts = [{ numerator = "/plaintext c=8", denominator = "/plaintext c=8" }]
explanation = "Why."
)";

constexpr std::string_view kCauses = R"(schema = 1
[[cause]]
claims = ["C1 short"]
knob = "another language"
arm = "python/asyncio"
turned = "node/http"
explanation = "More than one knob."
)";

void write_workloads(const fs::path& root) {
  copy_workloads(root);
  for (const auto& suite : fs::directory_iterator(root / "workloads/suites")) fs::remove(suite.path());
  std::ofstream(root / "workloads/suites/waits.toml") << kSuite;
  std::ofstream(root / "workloads/claims.toml") << kClaims;
  std::ofstream(root / "workloads/causes.toml") << kCauses;
}

TEST(Causes, AreStoredShownAndRecomputedWithTheRun) {
  const fs::path root = fresh_folder("causes");
  write_workloads(root);
  const std::vector<std::string> environment{"HARNESS_ROOT=" + root.string()};
  const fs::path folder = root / "run";
  const Ran ran = run_harness(
      {"run", "--suite", "waits", "--profile", "ci", "--seed", "7", "--out", folder.string()}, environment);
  ASSERT_TRUE(ran.code == 0 || ran.code == 3) << ran.err << ran.out;
  EXPECT_THAT(ran.out, HasSubstr("  · another language (node/http for python/asyncio): "));

  const auto stored = results::read_run(folder);
  ASSERT_TRUE(stored) << stored.error().message;
  ASSERT_EQ(stored->causes.size(), 1U);
  EXPECT_EQ(stored->causes.front().share.has_value(), stored->causes.front().reason.empty());

  const std::vector<std::string> verdict{"verdict", folder.string()};
  EXPECT_THAT(run_harness(verdict, environment).out, HasSubstr("equal to the stored verdicts"));
  const std::string causes = read_file(folder / "causes.csv").value();
  std::ofstream(folder / "causes.csv") << causes.substr(0, causes.size() - 1) << "tampered\n";
  EXPECT_EQ(run_harness(verdict, environment).code, 3);
  // A knob that is declared no more is no difference.
  std::ofstream(root / "workloads/causes.toml")
      << std::string(kCauses).replace(kCauses.find("another language"), 7, "a-third");
  EXPECT_THAT(run_harness(verdict, environment).out, HasSubstr("equal to the stored verdicts"));
}

}  // namespace
}  // namespace harness::test
