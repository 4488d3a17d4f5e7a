// The promise of workloads/README.md: a stack of your own, in any language, measured by naming its manifest.
#include <fstream>

#include "harness_command.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/results/run_folder.hpp"

namespace harness::test {
namespace {

namespace fs = std::filesystem;

const std::string kWorkloads = std::string(HARNESS_SOURCE_DIR) + "/workloads";

/// The manifest of `stack` with another id, as a user would start from.
std::string manifest_like(const std::string& stack, const std::string& id) {
  std::ifstream original(kWorkloads + "/" + stack + "/stack.toml");
  std::string manifest((std::istreambuf_iterator<char>(original)), {});
  const std::string line = "id = \"" + stack + "\"";
  EXPECT_NE(manifest.find(line), std::string::npos);
  manifest.replace(manifest.find(line), line.size(), "id = \"" + id + "\"");
  return manifest;
}

std::vector<results::SliceRow> rows_of_smoke_run(const fs::path& folder, const std::string& stacks) {
  const fs::path run = folder / "run";
  const Ran ran = run_harness({"run", "--profile", "smoke", "--stacks", stacks, "--out", run.string()});
  EXPECT_EQ(ran.code, 0) << ran.err << ran.out;
  const auto stored = results::read_run(run);
  if (!stored) ADD_FAILURE() << stored.error().message;
  return stored ? stored->slices : std::vector<results::SliceRow>{};
}

/// python/asyncio with `change` made to its module before it serves.
void write_changed_asyncio(const fs::path& folder, const std::string& change) {
  std::ofstream(folder / "stack.toml") << manifest_like("python/asyncio", "mine/changed");
  std::ofstream(folder / "server.py")
      << "import asyncio, importlib.util, sys, time\n"
      << "folder = '" << kWorkloads << "/python/asyncio'\n"
      << "sys.path.insert(0, folder)\n"
      << "spec = importlib.util.spec_from_file_location('honest', folder + '/server.py')\n"
      << "honest = importlib.util.module_from_spec(spec)\n"
      << "spec.loader.exec_module(honest)\n"
      << change << "honest.start_pool()\nasyncio.run(honest.main())\n";
}

TEST(OwnStack, IsMeasuredByNamingItsManifest) {
  const fs::path folder = fresh_folder("own");
  std::ofstream(folder / "stack.toml") << manifest_like("native/reference", "mine/copy");
  const auto rows = rows_of_smoke_run(folder, (folder / "stack.toml").string());
  ASSERT_FALSE(rows.empty());
  for (const results::SliceRow& row : rows) EXPECT_EQ(row.stack, "mine/copy");
}

TEST(OwnStack, ThatSleepsInsteadOfWorkingIsCalledNotSaturated) {
  const fs::path folder = fresh_folder("lazy");
  write_changed_asyncio(folder,
                        "answer = honest.answer\n"
                        "def lazy(*request, **more):\n"
                        "    time.sleep(0.001)\n"
                        "    return answer(*request, **more)\n"
                        "honest.answer = lazy\n");
  int found = 0;
  for (const results::SliceRow& row : rows_of_smoke_run(folder, (folder / "stack.toml").string())) {
    if (row.target != "/plaintext" || row.connections == 1) continue;  // one connection saturates nothing
    EXPECT_NE(row.guards.find("SERVER_NOT_SATURATED"), std::string::npos) << row.cell << ": " << row.guards;
    ++found;
  }
  EXPECT_GT(found, 0);
}

TEST(OwnStack, ThatSendsMoreThanItsPeersIsNotEquivalent) {
  const fs::path folder = fresh_folder("wordy");
  write_changed_asyncio(folder,
                        "response = honest.response\n"
                        "def wordy(*parts):\n"
                        "    return response(*parts).replace(b'\\r\\n', b'\\r\\nVary: Accept, "
                        "Accept-Language, Cookie\\r\\n', 1)\n"
                        "honest.response = wordy\n");
  int found = 0;
  for (const results::SliceRow& row :
       rows_of_smoke_run(folder, "native/reference," + (folder / "stack.toml").string())) {
    if (row.stack != "mine/changed") continue;
    EXPECT_NE(row.guards.find("NOT_EQUIVALENT"), std::string::npos) << row.cell << ": " << row.guards;
    EXPECT_EQ(row.status, results::SliceStatus::kInvalid) << row.cell;
    ++found;
  }
  EXPECT_GT(found, 0);
}

}  // namespace
}  // namespace harness::test
