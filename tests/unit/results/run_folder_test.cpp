#include "harness/results/run_folder.hpp"

#include <filesystem>
#include <fstream>

#include "example_rows.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/base/file.hpp"
#include "harness/results/csv.hpp"

namespace harness::results {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

fs::path fresh(const std::string& name) {
  const fs::path folder = fs::path(testing::TempDir()) / "run_folder_test" / name;
  fs::remove_all(folder);
  return folder;
}

TEST(RunFolder, IsAReadablePartialRunFromTheStart) {
  const fs::path folder = fresh("start");
  const auto run = RunFolder::create(folder);
  ASSERT_TRUE(run) << run.error().message;
  EXPECT_TRUE(fs::is_directory(folder / "histograms"));
  EXPECT_TRUE(fs::is_directory(folder / "log"));
  const auto stored = read_run(folder);
  ASSERT_TRUE(stored) << stored.error().message;
  EXPECT_EQ(stored->manifest.status, RunStatus::kPartial);
  EXPECT_EQ(stored->manifest.run_id, "start");
  EXPECT_TRUE(stored->slices.empty());
}

TEST(RunFolder, ShowsEachRowToReadersAtOnce) {
  const fs::path folder = fresh("rows");
  auto run = RunFolder::create(folder);
  ASSERT_TRUE(run);
  ASSERT_TRUE(run->append(bare_slice()));
  EXPECT_EQ(read_run(folder)->slices, std::vector{bare_slice()});
  ASSERT_TRUE(run->append(full_slice()));
  EXPECT_EQ(read_run(folder)->slices, (std::vector{bare_slice(), full_slice()}));
}

TEST(RunFolder, StoresEnvVerdictsControlsCausesAndManifest) {
  const fs::path folder = fresh("all");
  auto run = RunFolder::create(folder);
  ASSERT_TRUE(run);
  const std::vector env{EnvRow{"cpu.model", "x", "/proc/cpuinfo"}};
  const std::vector verdicts{full_verdict()};
  const std::vector controls{full_control()};
  const std::vector causes{full_cause()};
  ASSERT_TRUE(run->append(bare_slice()));
  ASSERT_TRUE(run->append(full_slice()));
  ASSERT_TRUE(run->write_env(env));
  ASSERT_TRUE(run->write_verdicts(verdicts));
  ASSERT_TRUE(run->write_controls(controls));
  ASSERT_TRUE(run->write_causes(causes));
  ASSERT_TRUE(run->write_manifest(full_manifest()));
  const auto stored = read_run(folder);
  ASSERT_TRUE(stored) << stored.error().message;
  EXPECT_EQ(stored->env, env);
  EXPECT_EQ(stored->verdicts, verdicts);
  EXPECT_EQ(stored->controls, controls);
  EXPECT_EQ(stored->causes, causes);
  EXPECT_EQ(stored->manifest, full_manifest());
  EXPECT_TRUE(stored->notes.empty());
}

TEST(RunFolder, StoresNothingOfARowItRefuses) {
  const fs::path folder = fresh("refused");
  auto run = RunFolder::create(folder);
  SliceRow row = bare_slice();
  row.run_id.clear();
  const auto appended = run->append(row);
  ASSERT_FALSE(appended);
  EXPECT_THAT(appended.error().message, HasSubstr("slices.csv: column 'run_id' is empty"));
  EXPECT_EQ(*read_file(folder / "slices.csv"), csv_header(slice_columns()));
}

TEST(RunFolder, NeverOverwritesAStoredRun) {
  const fs::path folder = fresh("used");
  ASSERT_TRUE(RunFolder::create(folder));
  const auto again = RunFolder::create(folder);
  ASSERT_FALSE(again);
  EXPECT_THAT(again.error().message, HasSubstr("already holds a run"));
  EXPECT_THAT(again.error().message, HasSubstr("--out"));
}

TEST(RunFolder, NamesThePathItCannotCreateAndTheRemedy) {
  const auto run = RunFolder::create("/proc/no/such/run");
  ASSERT_FALSE(run);
  EXPECT_EQ(run.error().code, ErrorCode::kEnvironment);
  EXPECT_THAT(run.error().message, HasSubstr("/proc/no/such/run"));
  EXPECT_THAT(run.error().message, HasSubstr("--out"));
}

TEST(RunFolder, KeepsAppendingAfterItWasMoved) {
  const fs::path folder = fresh("moved");
  auto first = RunFolder::create(folder);
  RunFolder second = std::move(*first);
  ASSERT_TRUE(second.append(bare_slice()));
  EXPECT_EQ(read_run(folder)->slices.size(), 1u);
  EXPECT_EQ(second.histogram_path("a.hdr"), folder / "histograms" / "a.hdr");
  EXPECT_EQ(second.log_path("a.log"), folder / "log" / "a.log");
}

TEST(RunFolder, GoesOnWithTheRowsThatWereKept) {
  const fs::path folder = fresh("reopened");
  {
    auto run = RunFolder::create(folder);
    ASSERT_TRUE(run->append(bare_slice()));
    ASSERT_TRUE(run->append(full_slice()));
  }
  std::ofstream(folder / "slices.csv", std::ios::app) << "4,cut of";
  const std::vector kept{bare_slice()};
  auto again = RunFolder::reopen(folder);
  ASSERT_TRUE(again) << again.error().message;
  ASSERT_TRUE(again->keep_only(kept));
  ASSERT_TRUE(again->append(full_slice()));
  const auto stored = read_run(folder);
  ASSERT_TRUE(stored) << stored.error().message;
  EXPECT_EQ(stored->slices, (std::vector{bare_slice(), full_slice()}));
}

TEST(RunFolder, IsNotWrittenByTwoAtOnce) {
  const fs::path folder = fresh("locked");
  auto run = RunFolder::create(folder);
  ASSERT_TRUE(run->append(full_slice()));
  EXPECT_THAT(RunFolder::reopen(folder).error().message,
              HasSubstr("slices.csv is being written by another harness"));
  ASSERT_TRUE(run->keep_only({}));
  EXPECT_THAT(RunFolder::reopen(folder).error().message, HasSubstr("another harness")) << "still";
  { const RunFolder gone = *std::move(run); }
  EXPECT_TRUE(RunFolder::reopen(folder));
}

}  // namespace
}  // namespace harness::results
