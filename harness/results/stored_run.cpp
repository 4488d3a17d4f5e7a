#include <filesystem>
#include <system_error>
#include <utility>

#include "harness/base/file.hpp"
#include "harness/results/csv.hpp"
#include "harness/results/run_folder.hpp"

namespace harness::results {
namespace {

namespace fs = std::filesystem;

/// Reads one table; puts the file's name in front of what went wrong and notes a dropped last line.
template <typename Row>
Result<std::vector<Row>> read_table(const fs::path& file, Result<CsvRows<Row>> (*parse)(std::string_view),
                                    std::vector<std::string>& notes) {
  const auto text = read_file(file);
  if (!text) return environment_error("{}; is this the folder of a run?", text.error().message);
  auto table = parse(*text);
  if (!table) return tl::unexpected(table.error().within(file.string()));
  if (table->truncated) {
    notes.push_back(fmt::format("{}: the last line was cut off (the run was killed) and is left out",
                                file.filename().string()));
  }
  return std::move(table->rows);
}

Result<RunManifest> read_manifest(const fs::path& file) {
  const auto json = read_file(file);
  if (!json) return environment_error("{}; is this the folder of a run?", json.error().message);
  auto manifest = parse_manifest(*json);
  if (!manifest) return tl::unexpected(manifest.error().within(file.string()));
  return manifest;
}

void note_what_is_unfinished(StoredRun& run) {
  if (run.manifest.status != RunStatus::kComplete) {
    run.notes.push_back(fmt::format("this run is {}: {} of {} planned rows are stored",
                                    text(run.manifest.status), run.slices.size(), run.manifest.planned_rows));
  } else if (run.manifest.stored_rows != run.slices.size()) {
    run.notes.push_back(fmt::format("run.json counts {} stored rows, slices.csv has {}",
                                    run.manifest.stored_rows, run.slices.size()));
  }
}

}  // namespace

Result<StoredRun> read_run(const fs::path& folder) {
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

  auto slices = read_table<SliceRow>(folder / "slices.csv", read_slices, run.notes);
  if (!slices) return tl::unexpected(slices.error());
  run.slices = std::move(*slices);

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
  if (fs::exists(folder / "mutations.csv", ignored)) {
    auto mutations = read_table<MutationRow>(folder / "mutations.csv", read_mutations, run.notes);
    if (!mutations) return tl::unexpected(mutations.error());
    run.mutations = std::move(*mutations);
  }
  note_what_is_unfinished(run);
  return run;
}

}  // namespace harness::results
