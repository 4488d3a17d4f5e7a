#include "harness/cli/stored_runs.hpp"

#include <algorithm>
#include <filesystem>

#include "harness/cli/project.hpp"

namespace harness::cli {
namespace {

namespace fs = std::filesystem;

bool holds_run(const fs::path& folder) {
  std::error_code ignored;
  return fs::exists(folder / "run.json", ignored);
}

std::vector<fs::path> folders_below(const fs::path& folder) {
  std::vector<fs::path> folders;
  std::error_code unreadable;
  for (const auto& entry : fs::directory_iterator(folder, unreadable)) {
    if (holds_run(entry.path())) folders.push_back(entry.path());
  }
  std::ranges::sort(folders);
  return folders;
}

}  // namespace

Result<std::vector<results::StoredRun>> read_runs(const std::string& folder) {
  std::vector<fs::path> folders = folders_below(folder);
  // Without a run anywhere, reading the folder as one says what is missing there.
  if (folders.empty() || holds_run(folder)) folders.insert(folders.begin(), folder);
  std::vector<results::StoredRun> runs;
  for (const fs::path& each : folders) {
    auto run = results::read_run(each);
    if (!run) return tl::unexpected(run.error());
    runs.push_back(*std::move(run));
  }
  return runs;
}

Result<report::Scoreboard> scoreboard_of(std::span<const results::StoredRun> runs) {
  const auto project = find_project();
  if (!project) return tl::unexpected(project.error());
  const auto catalog = workload::load_catalog(project->workloads(), project->build);
  if (!catalog) return tl::unexpected(catalog.error());
  const auto ledger = workload::load_ledger(*catalog);
  if (!ledger) return tl::unexpected(ledger.error());
  return report::scoreboard_of(catalog->claims, *ledger, runs, catalog->claims_text);
}

}  // namespace harness::cli
