// The promise of workloads/README.md: a stack of your own, in any language, measured by naming its manifest.
#include <fstream>

#include "harness_command.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/results/run_folder.hpp"

namespace harness::test {
namespace {

namespace fs = std::filesystem;

TEST(OwnStack, IsMeasuredByNamingItsManifest) {
  const fs::path folder = fresh_folder("own");
  std::ifstream original(std::string(HARNESS_SOURCE_DIR) + "/workloads/native/reference/stack.toml");
  std::string manifest((std::istreambuf_iterator<char>(original)), {});
  const std::string id = "id = \"native/reference\"";
  ASSERT_NE(manifest.find(id), std::string::npos);
  manifest.replace(manifest.find(id), id.size(), "id = \"mine/copy\"");
  std::ofstream(folder / "stack.toml") << manifest;

  const fs::path run = folder / "run";
  const Ran ran = run_harness(
      {"run", "--profile", "smoke", "--stacks", (folder / "stack.toml").string(), "--out", run.string()});
  EXPECT_EQ(ran.code, 0) << ran.err << ran.out;
  const auto stored = results::read_run(run);
  ASSERT_TRUE(stored) << stored.error().message;
  ASSERT_FALSE(stored->slices.empty());
  for (const results::SliceRow& row : stored->slices) EXPECT_EQ(row.stack, "mine/copy");
}

}  // namespace
}  // namespace harness::test
