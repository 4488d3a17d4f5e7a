#include <fmt/format.h>

#include "harness/cli/exit_code.hpp"
#include "harness/cli/options.hpp"
#include "harness/cli/project.hpp"
#include "harness/report/scoreboard.hpp"

namespace harness::cli {
namespace {

Result<report::Scoreboard> scoreboard(const ScoreboardOptions& options) {
  const auto project = find_project();
  if (!project) return tl::unexpected(project.error());
  const auto catalog = workload::load_catalog(project->workloads(), project->build);
  if (!catalog) return tl::unexpected(catalog.error());
  const auto ledger = workload::load_ledger(*catalog);
  if (!ledger) return tl::unexpected(ledger.error());
  std::vector<results::StoredRun> runs;
  for (const std::string& folder : options.runs) {
    auto run = results::read_run(folder);
    if (!run) return tl::unexpected(run.error());
    runs.push_back(*std::move(run));
  }
  return report::scoreboard_of(catalog->claims, *ledger, runs, catalog->claims_text);
}

}  // namespace

int scoreboard_command(const ScoreboardOptions& options) {
  const auto board = scoreboard(options);
  if (!board) return report_error(board.error());
  fmt::print("{}", options.format == "markdown" ? report::scoreboard_markdown(*board)
                                                : report::scoreboard_text(*board));
  return kDone;
}

}  // namespace harness::cli
