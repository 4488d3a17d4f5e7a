#include "harness/report/reasons.hpp"

#include <fmt/format.h>

namespace harness::report {

std::vector<std::string> Reasons::below(const CellSummary& cell) {
  std::vector<std::string> lines;
  for (const StackSummary& stack : cell.stacks) {
    if (stack.reason.empty()) continue;
    std::string line = fmt::format("{}: {}", stack.stack, stack.reason);
    if (stack.absent > 0 && !said_of_absent_.insert(line).second) continue;
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace harness::report
