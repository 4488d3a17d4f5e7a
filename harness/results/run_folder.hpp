#pragma once
// The folder of one run: run.json env.csv slices.csv verdicts.csv controls.csv causes.csv
// histograms/ log/.
// A row is handed to the operating system before append() returns, so a killed run can be read.
// Threading: one RunFolder belongs to one thread; a second process that opens the folder to write is refused.
// Errors: kEnvironment with the path, the system's reason and the remedy.
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/error.hpp"
#include "harness/results/cause_row.hpp"
#include "harness/results/control_row.hpp"
#include "harness/results/csv.hpp"
#include "harness/results/env_row.hpp"
#include "harness/results/mutation_row.hpp"
#include "harness/results/run_manifest.hpp"
#include "harness/results/slice_row.hpp"
#include "harness/results/verdict_row.hpp"

namespace harness::results {

class RunFolder {
 public:
  /// Makes the folder with its sub-folders, headers and a run.json of status "partial" whose run_id is the
  /// folder's name. Refuses a folder that already holds a run: stored rows are never overwritten.
  [[nodiscard]] static Result<RunFolder> create(const std::filesystem::path& folder);

  /// Opens the folder of a run to go on with it, under whatever name it has now. What it holds stays as it
  /// is.
  [[nodiscard]] static Result<RunFolder> reopen(const std::filesystem::path& folder);

  RunFolder(RunFolder&& other) noexcept;
  RunFolder& operator=(RunFolder&& other) noexcept;
  RunFolder(const RunFolder&) = delete;
  RunFolder& operator=(const RunFolder&) = delete;
  ~RunFolder();

  [[nodiscard]] Result<void> append(const SliceRow& row);
  /// Replaces all rows by these. Atomic.
  [[nodiscard]] Result<void> keep_only(std::span<const SliceRow> rows);
  [[nodiscard]] Result<void> write_env(std::span<const EnvRow> rows);
  [[nodiscard]] Result<void> write_verdicts(std::span<const VerdictRow> rows);
  [[nodiscard]] Result<void> write_controls(std::span<const ControlRow> rows);
  [[nodiscard]] Result<void> write_causes(std::span<const CauseRow> rows);
  [[nodiscard]] Result<void> write_manifest(const RunManifest& manifest);

  [[nodiscard]] const std::filesystem::path& path() const { return folder_; }  ///< absolute
  [[nodiscard]] std::filesystem::path histogram_path(std::string_view name) const;
  [[nodiscard]] std::filesystem::path log_path(std::string_view name) const;

 private:
  RunFolder(std::filesystem::path folder, int slices_fd);

  std::filesystem::path folder_;
  int slices_fd_ = -1;
};

struct StoredRun {
  RunManifest manifest;
  std::vector<EnvRow> env;
  std::vector<SliceRow> slices;
  VisitedSlices counted;             ///< what slices.csv holds, also where `slices` was not filled
  std::vector<VerdictRow> verdicts;  ///< empty without verdicts.csv: smoke runs do not judge
  std::vector<ControlRow> controls;  ///< empty without controls.csv: a run without controls
  std::vector<CauseRow> causes;      ///< empty without causes.csv: older runs, smoke runs, no knob to turn
  /// Of the machine, not of the run: kept beside it, see results/reference. Empty without mutations.csv.
  std::vector<MutationRow> mutations;
  std::vector<std::string> notes;  ///< for people: a dropped last line, an unfinished run
};

[[nodiscard]] Result<StoredRun> read_run(const std::filesystem::path& folder);

/// For runs of any size: everything but the slices, and then those, which the visitors see one by one, as
/// csv.hpp says; `run` gets their count and the notes that are due to them. Whoever cuts slices.csv short
/// meanwhile ends this process.
[[nodiscard]] Result<StoredRun> read_run_without_slices(const std::filesystem::path& folder);
[[nodiscard]] Result<void> visit_slices(const std::filesystem::path& folder,
                                        std::span<const VisitSlice> visitors, StoredRun& run);

/// Refuses a complete run that has not as many measured rows as its run.json counts: lines were lost or
/// added, and what is left may be the lucky part. A run that was killed may be read as far as it went.
[[nodiscard]] Result<void> check_whole(const StoredRun& run);

/// Replaces the verdicts of a stored run, e.g. after recomputing them. Atomic.
[[nodiscard]] Result<void> write_verdicts(const std::filesystem::path& folder,
                                          std::span<const VerdictRow> rows);

}  // namespace harness::results
