#include "harness/report/summary.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace harness::report {
namespace {

using results::SliceRow;

constexpr std::string_view kBeside = " beside ";  // as workload::Cell::id() has it

RowKind kind_of(const std::map<std::string, StackFigures>& stacks) {
  const auto told =
      std::ranges::find_if(stacks, [](const auto& entry) { return entry.second.kind() != RowKind::kLoad; });
  return told == stacks.end() ? RowKind::kLoad : told->second.kind();
}

}  // namespace

std::string state_of(const StackSummary& stack) {
  if (stack.absent > 0) return "absent";
  if (stack.valid > 0 && stack.invalid + stack.failed == 0) return stack.limited_by;
  const std::size_t all = stack.valid + stack.invalid + stack.failed;
  return fmt::format("{}{} of {} invalid",
                     stack.limited_by.empty() || stack.valid == 0 ? "" : stack.limited_by + ", ",
                     stack.invalid + stack.failed, all);
}

void Summary::add(const SliceRow& row) {
  trust_.add(row);
  const auto key =
      std::tie(row.target, row.connections, row.rate_rps, row.arrivals, row.beside_asked_us, row.cell);
  auto cell = cells_.find(key);
  if (cell == cells_.end()) cell = cells_.try_emplace(CellKey(key)).first;
  Rows& rows = cell->second;
  if (rows.conversation.empty()) rows.conversation = row.conversation;
  if (!rows.rooms) rows.rooms = row.rooms;
  rows.stacks[row.stack].add(row);
}

void Summary::add(Summary&& later) {
  trust_.add(later.trust_);
  for (auto& [key, rows] : later.cells_) {
    Rows& mine = cells_[key];
    if (mine.conversation.empty()) mine.conversation = rows.conversation;
    if (!mine.rooms) mine.rooms = rows.rooms;
    for (auto& [stack, figures] : rows.stacks) mine.stacks[stack].add(std::move(figures));
  }
}

std::vector<CellSummary> Summary::cells() const {
  std::vector<CellSummary> cells;
  for (const auto& [key, rows] : cells_) {
    const auto& [target, connections, rate_rps, arrivals, beside_us, name_of_cell] = key;
    const auto at = name_of_cell.find(kBeside);
    const std::string beside = at == std::string::npos ? "" : name_of_cell.substr(at + kBeside.size());
    CellSummary cell{name_of_cell, target, connections,          rate_rps,
                     arrivals,     beside, kind_of(rows.stacks), rows.conversation,
                     rows.rooms,   {}};
    for (const auto& [name, figures] : rows.stacks) cell.stacks.push_back(figures.summary());
    cells.push_back(std::move(cell));
  }
  return cells;
}

Summary summary_of(std::span<const SliceRow> rows) {
  Summary summary;
  for (const SliceRow& row : rows) summary.add(row);
  return summary;
}

std::vector<CellSummary> compared_cells(const Summary& summary, const results::RunManifest& manifest) {
  std::vector<CellSummary> cells = summary.cells();
  const auto& procedure = manifest.procedure;
  if (!procedure || !procedure->controls) return cells;
  for (CellSummary& cell : cells) {
    std::erase_if(cell.stacks, [&](const StackSummary& each) {
      return each.stack == procedure->controls->same_arm() || each.stack == procedure->controls->slower_arm();
    });
  }
  std::erase_if(cells, [](const CellSummary& cell) { return cell.stacks.empty(); });
  return cells;
}

}  // namespace harness::report
