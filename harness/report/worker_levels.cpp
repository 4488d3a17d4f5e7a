#include "harness/report/worker_levels.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace harness::report {
namespace {

std::optional<int> number_in(std::string_view text) {
  int number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
  return whole ? std::optional(number) : std::nullopt;
}

}  // namespace

std::map<std::string, WorkerLevels> worker_levels(std::span<const CellSummary> cells) {
  std::map<std::string, WorkerLevels> levels;
  for (const CellSummary& cell : cells) {
    const std::string_view name = cell.cell;
    const auto at = name.rfind(kWorkers);
    if (at == std::string_view::npos) continue;
    const auto workers = number_in(name.substr(at + kWorkers.size()));
    if (workers) levels[std::string(name.substr(0, at))][*workers] = &cell;
  }
  return levels;
}

const StackSummary* stack_in(const CellSummary& cell, const std::string& stack) {
  const auto found = std::ranges::find(cell.stacks, stack, &StackSummary::stack);
  return found == cell.stacks.end() ? nullptr : &*found;
}

}  // namespace harness::report
