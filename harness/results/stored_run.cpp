#include <filesystem>
#include <system_error>
#include <utility>

#include <boost/interprocess/exceptions.hpp>
#include <boost/interprocess/file_mapping.hpp>
#include <boost/interprocess/mapped_region.hpp>

#include "harness/base/file.hpp"
#include "harness/results/csv.hpp"
#include "harness/results/run_folder.hpp"

namespace harness::results {
namespace {

namespace fs = std::filesystem;
namespace ipc = boost::interprocess;

constexpr const char* kIsThisARun = "is this the folder of a run?";

void note_what_was_cut_off(const fs::path& file, std::vector<std::string>& notes) {
  notes.push_back(fmt::format("{}: the last line was cut off (the run was killed) and is left out",
                              file.filename().string()));
}

/// Reads one table; puts the file's name in front of what went wrong and notes a dropped last line.
template <typename Row>
Result<std::vector<Row>> read_table(const fs::path& file, Result<CsvRows<Row>> (*parse)(std::string_view),
                                    std::vector<std::string>& notes) {
  const auto text = read_file(file);
  if (!text) return environment_error("{}; {}", text.error().message, kIsThisARun);
  auto table = parse(*text);
  if (!table) return tl::unexpected(table.error().within(file.string()));
  if (table->truncated) note_what_was_cut_off(file, notes);
  return std::move(table->rows);
}

/// Where the file lies: a copy of a million rows takes as long as the half of reading them.
Result<ipc::mapped_region> mapped(const fs::path& file) {
  std::error_code missing;
  const auto size = fs::file_size(file, missing);
  if (missing) return environment_error("{}: {}; {}", file.string(), missing.message(), kIsThisARun);
  if (size == 0) return ipc::mapped_region();  // an empty region has no address
  try {
    return ipc::mapped_region(ipc::file_mapping(file.c_str(), ipc::read_only), ipc::read_only, 0, size);
  } catch (const ipc::interprocess_exception& refused) {
    return environment_error("{}", errno_message("cannot read " + file.string(), refused.get_native_error()));
  }
}

Result<RunManifest> read_manifest(const fs::path& file) {
  const auto json = read_file(file);
  if (!json) return environment_error("{}; {}", json.error().message, kIsThisARun);
  auto manifest = parse_manifest(*json);
  if (!manifest) return tl::unexpected(manifest.error().within(file.string()));
  return manifest;
}

void note_what_is_unfinished(StoredRun& run) {
  const std::size_t rows = run.counted.measured;
  if (run.manifest.status != RunStatus::kComplete) {
    run.notes.push_back(fmt::format("this run is {}: {} of {} planned rows are stored",
                                    text(run.manifest.status), rows, run.manifest.planned_rows));
  } else if (run.manifest.stored_rows != rows) {
    run.notes.push_back(
        fmt::format("run.json counts {} measured rows, slices.csv has {}", run.manifest.stored_rows, rows));
  }
}

}  // namespace

Result<StoredRun> read_run(const fs::path& folder) {
  auto run = read_run_without_slices(folder);
  if (!run) return run;
  const VisitSlice keep = [&](const SliceRow& row) { run->slices.push_back(row); };
  if (const auto visited = visit_slices(folder, std::span(&keep, 1), *run); !visited)
    return tl::unexpected(visited.error());
  return run;
}

Result<void> check_whole(const StoredRun& run) {
  const std::size_t rows = run.counted.measured;
  if (run.manifest.status != RunStatus::kComplete || run.manifest.stored_rows == rows) return {};
  return environment_error(
      "slices.csv ends at line {}, column 1, with {} measured rows, but run.json counts {}: lines were "
      "lost or added, so nothing is judged; restore the file as the run stored it",
      run.counted.rows + 1, rows, run.manifest.stored_rows);
}

Result<void> visit_slices(const fs::path& folder, std::span<const VisitSlice> visitors, StoredRun& run) {
  const fs::path file = folder / "slices.csv";
  const auto region = mapped(file);
  if (!region) return tl::unexpected(region.error());
  const auto visited =
      visit_slices({static_cast<const char*>(region->get_address()), region->get_size()}, visitors);
  if (!visited) return tl::unexpected(visited.error().within(file.string()));
  if (visited->truncated) note_what_was_cut_off(file, run.notes);
  run.counted = *visited;
  note_what_is_unfinished(run);
  return {};
}

Result<StoredRun> read_run_without_slices(const fs::path& folder) {
  StoredRun run;
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored)) {
    return environment_error("{} is not a folder; give the folder of a run, such as results/runs/<run>",
                             folder.string());
  }
  auto manifest = read_manifest(folder / "run.json");
  if (!manifest) return tl::unexpected(manifest.error());
  run.manifest = std::move(*manifest);

  auto env = read_table<EnvRow>(folder / "env.csv", read_env, run.notes);
  if (!env) return tl::unexpected(env.error());
  run.env = std::move(*env);

  if (fs::exists(folder / "verdicts.csv", ignored)) {
    auto verdicts = read_table<VerdictRow>(folder / "verdicts.csv", read_verdicts, run.notes);
    if (!verdicts) return tl::unexpected(verdicts.error());
    run.verdicts = std::move(*verdicts);
  }
  if (fs::exists(folder / "controls.csv", ignored)) {
    auto controls = read_table<ControlRow>(folder / "controls.csv", read_controls, run.notes);
    if (!controls) return tl::unexpected(controls.error());
    run.controls = std::move(*controls);
  }
  if (fs::exists(folder / "causes.csv", ignored)) {
    auto causes = read_table<CauseRow>(folder / "causes.csv", read_causes, run.notes);
    if (!causes) return tl::unexpected(causes.error());
    run.causes = std::move(*causes);
  }
  if (fs::exists(folder / "mutations.csv", ignored)) {
    auto mutations = read_table<MutationRow>(folder / "mutations.csv", read_mutations, run.notes);
    if (!mutations) return tl::unexpected(mutations.error());
    run.mutations = std::move(*mutations);
  }
  return run;
}

}  // namespace harness::results
