#include "harness/report/source_tables.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "harness/report/text.hpp"

namespace harness::report {
namespace {

using enum Table::Align;

/// No program has no lines, and no reading is of no mistakes: nothing is what was not read.
std::string counted(std::uint64_t number) {
  return number == 0 ? std::string(kNotMeasured) : with_thousands(static_cast<double>(number), 0);
}

std::string share_of(std::uint64_t part, std::uint64_t all) {
  if (all == 0) return std::string(kNotMeasured);
  return fmt::format("{:.1f} %", 100 * static_cast<double>(part) / static_cast<double>(all));
}

std::string ratio_of(std::uint64_t above, std::uint64_t below) {
  if (below == 0) return std::string(kNotMeasured);
  return fmt::format("{:.2f}", static_cast<double>(above) / static_cast<double>(below));
}

std::string failures_of(const StackSummary& stack) {
  const std::size_t bad = stack.invalid + stack.failed;
  if (stack.absent > 0) return "absent";
  return bad == 0 ? "" : fmt::format("{} of {} failed", bad, bad + stack.valid);
}

/// "node" of "node/sources": a column has no room for more.
std::string side_of(const StackSummary& stack) {
  return harmless(stack.stack.substr(0, stack.stack.find('/')));
}

using Program = SourceSummary::Program;

Program program_of(const StackSummary& stack, const std::string& name) {
  const auto found = stack.source.programs.find(name);
  return found == stack.source.programs.end() ? Program{} : found->second;
}

void add_figures(const std::vector<StackSummary>& stacks, const std::string& name,
                 std::uint64_t Program::*figure, std::vector<std::string>& cells) {
  for (const StackSummary& stack : stacks) cells.push_back(counted(program_of(stack, name).*figure));
  if (stacks.size() == 2)
    cells.push_back(
        ratio_of(program_of(stacks.front(), name).*figure, program_of(stacks.back(), name).*figure));
}

std::vector<Table::Heading> program_headings(const std::vector<StackSummary>& stacks) {
  std::vector<Table::Heading> headings{{"  program", kLeft}};
  for (const char* what : {"lines", "tokens"}) {
    for (const StackSummary& stack : stacks) headings.push_back({side_of(stack) + " " + what});
    if (stacks.size() == 2) headings.push_back({"ratio"});
  }
  return headings;
}

}  // namespace

Table source_table_of(const CellSummary& cell) {
  Table table({{"  stack", kLeft},
               {"runtime", kLeft},
               {"programs"},
               {"lines"},
               {"beside brackets"},
               {"tokens"},
               {"gzip bytes"},
               {"lines with { }"},
               {"blocks in { }"},
               {"", kLeft}});
  for (const StackSummary& stack : cell.stacks) {
    const SourceSummary& source = stack.source;
    table.add({"  " + harmless(stack.stack), harmless(stack.runtime), std::to_string(source.programs.size()),
               counted(source.lines), counted(source.beside_brackets), counted(source.tokens),
               counted(source.gzip_bytes), share_of(source.with_braces, source.lines),
               share_of(source.braced_blocks, source.blocks), failures_of(stack)});
  }
  return table;
}

Table programs_table_of(const CellSummary& cell) {
  std::set<std::string> names;
  for (const StackSummary& stack : cell.stacks) {
    for (const auto& [name, program] : stack.source.programs) names.insert(name);
  }
  Table table(program_headings(cell.stacks));
  for (const std::string& name : names) {
    std::vector<std::string> cells{"  " + harmless(name)};
    add_figures(cell.stacks, name, &Program::lines, cells);
    add_figures(cell.stacks, name, &Program::tokens, cells);
    table.add(std::move(cells));
  }
  return table;
}

Table mutants_table_of(const CellSummary& cell) {
  Table table({{"  stack", kLeft},
               {"runtime", kLeft},
               {"mistakes"},
               {"rejected near"},
               {"elsewhere"},
               {"crash near"},
               {"elsewhere"},
               {"wrong result"},
               {"unchanged"},
               {"", kLeft}});
  for (const StackSummary& stack : cell.stacks) {
    const MutantSummary& mutants = stack.mutants;
    std::vector<std::string> cells{"  " + harmless(stack.stack), harmless(stack.runtime),
                                   counted(mutants.all)};
    for (const std::uint64_t part : {mutants.rejected_near, mutants.rejected_elsewhere, mutants.crashed_near,
                                     mutants.crashed_elsewhere, mutants.wrong, mutants.unchanged})
      cells.push_back(share_of(part, mutants.all));
    cells.push_back(failures_of(stack));
    table.add(std::move(cells));
  }
  return table;
}

bool reads_sources(std::span<const CellSummary> cells) {
  return std::ranges::any_of(cells, [](const CellSummary& cell) {
    return cell.kind == RowKind::kSource || cell.kind == RowKind::kMutants;
  });
}

}  // namespace harness::report
