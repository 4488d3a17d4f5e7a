#include "harness/report/terminal.hpp"

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

using results::Verdict;
using results::VerdictRow;

class Ink {
 public:
  explicit Ink(bool color) : color_(color) {}
  [[nodiscard]] std::string bold(std::string_view text) const { return painted(text, "1"); }
  [[nodiscard]] std::string dim(std::string_view text) const { return painted(text, "2"); }
  [[nodiscard]] std::string of(Verdict verdict, std::string_view text) const {
    switch (verdict) {
      case Verdict::kSupported:
        return painted(text, "1;32");
      case Verdict::kRefuted:
        return painted(text, "1;31");
      case Verdict::kMixed:
        return painted(text, "1;35");
      default:
        return painted(text, "1;33");
    }
  }

 private:
  [[nodiscard]] std::string painted(std::string_view text, std::string_view code) const {
    return color_ ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
  }
  bool color_;
};

std::string lines_of(const Table& table) {
  std::string text;
  for (const std::string& line : table.lines()) text += line + "\n";
  return text;
}

std::string titled(const std::string& title, const Table& table, const Ink& ink) {
  const auto lines = table.lines();
  std::string text = ink.bold(title) + "\n" + ink.dim(lines.front()) + "\n";
  for (std::size_t i = 1; i < lines.size(); ++i) text += lines[i] + "\n";
  return text;
}

std::string measurements(const std::vector<CellSummary>& cells, const Ink& ink, std::size_t width) {
  std::string text;
  Reasons reasons;
  for (const CellSummary& cell : cells) {
    text += titled(title_of(cell), table_of(cell, cells), ink);
    for (const std::string& line : reasons.below(cell))
      text += ink.dim("    " + wrapped(harmless(line), width - 4, 6)) + "\n";
    if (cell.kind == RowKind::kSource) text += "\n" + lines_of(programs_table_of(cell));
    text += "\n";
  }
  for (const auto& [title, table] : scaling_tables(cells)) text += titled(title, table, ink) + "\n";
  const auto sizes = overtaking_tables(cells);
  for (const auto& [title, table] : sizes) text += titled(title, table, ink) + "\n";
  if (!sizes.empty()) text += ink.dim("  " + wrapped(overtaking_note(), width - 2, 2)) + "\n\n";
  return text;
}

std::string verdicts(const results::StoredRun& run, const Ink& ink, std::size_t width) {
  std::string result;
  for (const VerdictRow& row : run.verdicts) {
    result += fmt::format("{} {}  {}\n", ink.bold(padded_right(row.claim + " " + row.reading, 14)),
                          ink.of(row.verdict, padded_right(headline(row), 32)), effect_of(row));
    result += fmt::format("  “{}”\n", harmless(row.quote));
    for (const std::string& line :
         {row.why, row.detail, row.also_shown.empty() ? "" : "for comparison: " + row.also_shown}) {
      if (!line.empty()) result += ink.dim("  " + wrapped(harmless(line), width - 2, 2)) + "\n";
    }
    for (const std::string& line : cause_lines(run.causes, row))
      result += ink.dim("  " + wrapped(harmless(line), width - 2, 4)) + "\n";
    result += "\n";
  }
  return result;
}

/// What a comparison would have been spoilt by on this machine, had nobody looked.
std::string misconfigurations(const std::vector<results::MutationRow>& rows, const Ink& ink) {
  if (rows.empty()) return "";
  std::string text = ink.bold("misconfigurations planted on this machine: ") + caught_line(rows) + "\n";
  const auto farthest = moved_farthest(rows);
  if (farthest.empty()) return text + "\n";
  const auto lines = mutations_table(farthest).lines();
  text += ink.dim("  those that move Node.js / Python by more than a tenth, were they not caught\n");
  for (const std::string& line : lines) text += "  " + harmless(line) + "\n";
  return text + "\n";
}

std::string footer(const results::StoredRun& run, const std::vector<CellSummary>& cells, const Trust& trust,
                   const Ink& ink, std::size_t width) {
  std::string text;
  for (const Remark& remark : remarks_on(run, cells, trust))
    text += ink.bold(padded_right(remark.about, 13)) + wrapped(remark.text, width - 13, 13) + "\n";
  return text;
}

}  // namespace

std::string terminal_report(const results::StoredRun& run, const Style& style) {
  return terminal_report(run, summary_of(run.slices), style);
}

std::string terminal_report(const results::StoredRun& run, const Summary& summary, const Style& style) {
  const Ink ink(style.color);
  std::string text = fmt::format("{}\n\n", ink.dim(run_line(run.manifest)));
  const std::vector<CellSummary> cells = compared_cells(summary, run.manifest);
  text += measurements(cells, ink, style.width);
  text += run.verdicts.empty() ? why_no_verdicts(run) + "\n\n" : verdicts(run, ink, style.width);
  return text + misconfigurations(run.mutations, ink) + footer(run, cells, summary.trust(), ink, style.width);
}

}  // namespace harness::report
