#include <filesystem>

#include "example_rows.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/base/file.hpp"
#include "harness/results/run_folder.hpp"

namespace harness::results {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// A complete run of two rows.
fs::path stored(const std::string& name) {
  const fs::path folder = fs::path(testing::TempDir()) / "stored_run_test" / name;
  fs::remove_all(folder);
  auto run = RunFolder::create(folder);
  EXPECT_TRUE(run && run->append(bare_slice()) && run->append(full_slice()) &&
              run->write_manifest(full_manifest()));
  return folder;
}

TEST(ReadRun, DoesWithoutVerdicts) {
  const auto run = read_run(stored("no_verdicts"));
  ASSERT_TRUE(run) << run.error().message;
  EXPECT_TRUE(run->verdicts.empty());
}

TEST(ReadRun, NotesThatTheLastLineOfAKilledRunIsLeftOut) {
  const fs::path folder = stored("killed");
  const std::string text = read_file(folder / "slices.csv").value();
  ASSERT_TRUE(write_file_atomically(folder / "slices.csv", text.substr(0, text.size() - 5)));
  RunManifest manifest = full_manifest();
  manifest.status = RunStatus::kPartial;
  ASSERT_TRUE(write_file_atomically(folder / "run.json", manifest_json(manifest)));
  const auto run = read_run(folder);
  ASSERT_TRUE(run) << run.error().message;
  EXPECT_EQ(run->slices.size(), 1u);
  EXPECT_THAT(run->notes,
              ElementsAre("slices.csv: the last line was cut off (the run was killed) and is left out",
                          "this run is partial: 1 of 24 planned rows are stored"));
}

TEST(ReadRun, NotesWhenACompleteRunHasLostRows) {
  const fs::path folder = stored("lost");
  RunManifest manifest = full_manifest();
  manifest.stored_rows = 3;
  ASSERT_TRUE(write_file_atomically(folder / "run.json", manifest_json(manifest)));
  StoredRun run = read_run(folder).value();
  EXPECT_THAT(run.notes, ElementsAre("run.json counts 3 measured rows, slices.csv has 2"));
  EXPECT_THAT(check_whole(run).error().message, HasSubstr("slices.csv ends at line 3, column 1"));
  run.manifest.stored_rows = 2;
  EXPECT_TRUE(check_whole(run));
  run.manifest.stored_rows = 1;
  EXPECT_FALSE(check_whole(run)) << "a row too many is as wrong";
  run.manifest.status = RunStatus::kPartial;
  EXPECT_TRUE(check_whole(run)) << "it may be read as far as it went";
}

TEST(ReadRun, CountsNoRowOfAnArmThatCannotRunHere) {
  const fs::path folder = stored("absent");
  SliceRow absent = bare_slice();
  absent.status = SliceStatus::kAbsent;
  absent.reason = "no such runtime";
  ASSERT_TRUE(RunFolder::reopen(folder)->append(absent));
  const StoredRun run = read_run(folder).value();
  EXPECT_EQ(run.slices.size(), 3U);
  EXPECT_THAT(run.notes, IsEmpty());
  EXPECT_TRUE(check_whole(run));
}

TEST(ReadRun, NamesTheFileThatIsMissingOrBroken) {
  EXPECT_THAT(read_run("/no/such/run").error().message, HasSubstr("/no/such/run is not a folder"));

  fs::path folder = stored("no_manifest");
  fs::remove(folder / "run.json");
  EXPECT_THAT(read_run(folder).error().message, HasSubstr("run.json: No such file"));
  EXPECT_THAT(read_run(folder).error().message, HasSubstr("is this the folder of a run?"));

  folder = stored("broken_env");
  ASSERT_TRUE(write_file_atomically(folder / "env.csv", "key,worth,source\n"));
  EXPECT_THAT(read_run(folder).error().message, HasSubstr("env.csv: column 2 is 'worth', expected 'value'"));

  folder = stored("broken_verdicts");
  ASSERT_TRUE(write_file_atomically(folder / "verdicts.csv", "x\n"));
  EXPECT_THAT(read_run(folder).error().message, HasSubstr("verdicts.csv: column 1 is 'x'"));
}

}  // namespace
}  // namespace harness::results
