#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "harness/cli/exit_code.hpp"
#include "harness/cli/options.hpp"
#include "harness/cli/project.hpp"
#include "harness/cli/stored_runs.hpp"

namespace harness::cli {
namespace {

Result<report::Scoreboard> scoreboard(const ScoreboardOptions& options) {
  std::vector<results::StoredRun> runs;
  for (const std::string& folder : options.runs) {
    auto found = read_runs(folder);
    if (!found) return tl::unexpected(found.error());
    std::ranges::move(*found, std::back_inserter(runs));
  }
  return scoreboard_of(runs);
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
