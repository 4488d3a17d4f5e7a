#include "harness/report/markdown.hpp"

#include <fmt/format.h>

#include "harness/report/causes.hpp"
#include "harness/report/cell_tables.hpp"
#include "harness/report/mutations.hpp"
#include "harness/report/overtaking_table.hpp"
#include "harness/report/reasons.hpp"
#include "harness/report/remarks.hpp"
#include "harness/report/scaling_table.hpp"
#include "harness/report/source_tables.hpp"
#include "harness/report/text.hpp"
#include "harness/report/verdict_words.hpp"

namespace harness::report {
namespace {

using results::VerdictRow;

std::string heading(int level, std::string_view text) {
  return fmt::format("{} {}\n\n", std::string(static_cast<std::size_t>(level), '#'), for_markdown(text));
}

std::string list_item(std::string_view text) {
  return fmt::format("- {}\n", for_markdown(text));
}

std::string measured(const CellSummary& cell, std::span<const CellSummary> all, Reasons& reasons, int level) {
  std::string text = heading(level, title_of(cell)) + table_of(cell, all).markdown() + "\n";
  if (cell.kind == RowKind::kSource) text += programs_table_of(cell).markdown() + "\n";
  const auto lines = reasons.below(cell);
  for (const std::string& line : lines) text += list_item(line);
  return text + (lines.empty() ? "" : "\n");
}

std::string verdict(const VerdictRow& row, std::span<const results::CauseRow> causes, int level) {
  const std::string effect = effect_of(row);
  std::string text = heading(level, fmt::format("{} {}: {}{}{}", row.claim, row.reading, headline(row),
                                                effect.empty() ? "" : ", ", effect));
  text += fmt::format("> {}\n\n", for_markdown(row.quote));
  for (const std::string& line :
       {row.why, row.detail, row.also_shown.empty() ? "" : "for comparison: " + row.also_shown}) {
    if (!line.empty()) text += list_item(line);
  }
  const auto lines = cause_lines(causes, row);
  for (std::size_t i = 0; i < lines.size(); ++i) text += (i == 0 ? "" : "  ") + list_item(lines[i]);
  return text + "\n";
}

std::string verdicts(const results::StoredRun& run, int level) {
  if (run.verdicts.empty()) return why_no_verdicts(run) + "\n\n";
  Table table({{"sentence", Table::Align::kLeft},
               {"verdict", Table::Align::kLeft},
               {"effect [interval]", Table::Align::kLeft}});
  for (const VerdictRow& row : run.verdicts)
    table.add({row.claim + " " + row.reading, headline(row), effect_of(row)});
  std::string text = table.markdown() + "\n";
  for (const VerdictRow& row : run.verdicts) text += verdict(row, run.causes, level);
  return text;
}

std::string misconfigurations(std::span<const results::MutationRow> rows, int level) {
  if (rows.empty()) return "";
  return heading(level, "Misconfigurations planted on this machine") + for_markdown(caught_line(rows)) +
         ", and those that move Node.js / Python by more than a tenth:\n\n" +
         mutations_table(moved_farthest(rows)).markdown() + "\n";
}

}  // namespace

std::string markdown_report(const results::StoredRun& run, const Summary& summary, int level) {
  const std::vector<CellSummary> cells = compared_cells(summary, run.manifest);
  std::string text =
      heading(level, "Suite " + run.manifest.suite) + for_markdown(run_line(run.manifest)) + "\n\n";
  text += heading(level + 1, "What it says") + verdicts(run, level + 2);
  text += heading(level + 1, "What was measured");
  Reasons reasons;
  for (const CellSummary& cell : cells) text += measured(cell, cells, reasons, level + 2);
  for (const auto& [title, table] : scaling_tables(cells))
    text += heading(level + 2, title) + table.markdown() + "\n";
  const auto sizes = overtaking_tables(cells);
  for (const auto& [title, table] : sizes) text += heading(level + 2, title) + table.markdown() + "\n";
  if (!sizes.empty()) text += for_markdown(overtaking_note()) + "\n\n";
  text += misconfigurations(run.mutations, level + 1);
  text += heading(level + 1, "How far it can be trusted");
  for (const Remark& remark : remarks_on(run, cells, summary.trust()))
    text += fmt::format("- **{}**: {}\n", remark.about, for_markdown(remark.text));
  return text;
}

}  // namespace harness::report
