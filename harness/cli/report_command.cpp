#include "harness/cli/color.hpp"
#include "harness/cli/options.hpp"
#include "harness/cli/project.hpp"
#include "harness/cli/stored_runs.hpp"
#include "harness/report/markdown.hpp"
#include "harness/report/terminal.hpp"

namespace harness::cli {
namespace {

using Runs = std::vector<results::StoredRun>;

/// What all say together comes first on a page, and last in a terminal, where the end is what one sees.
Result<std::string> markdown_of(const Runs& runs) {
  if (runs.size() == 1) return report::markdown_report(runs.front(), report::summary_of(runs.front().slices));
  const auto board = scoreboard_of(runs);
  if (!board) return tl::unexpected(board.error());
  std::string page = "# The article, sentence by sentence\n\n" + report::scoreboard_markdown(*board);
  for (const results::StoredRun& run : runs)
    page += "\n" + report::markdown_report(run, report::summary_of(run.slices), 2);
  return page;
}

Result<std::string> text_of(const Runs& runs, const report::Style& style) {
  std::string text;
  for (const results::StoredRun& run : runs)
    text += (text.empty() ? "" : "\n") + report::terminal_report(run, style);
  if (runs.size() == 1) return text;
  const auto board = scoreboard_of(runs);
  if (!board) return tl::unexpected(board.error());
  return text + "\n" + report::scoreboard_text(*board);
}

}  // namespace

int report_command(const ReportOptions& options) {
  const auto runs = read_runs(options.run);
  if (!runs) return report_error(runs.error());
  const report::Style style{options.out.empty() && may_color(stdout), width_of(stdout)};
  const auto text = options.format == "markdown" ? markdown_of(*runs) : text_of(*runs, style);
  return text ? deliver(*text, options.out) : report_error(text.error());
}

}  // namespace harness::cli
