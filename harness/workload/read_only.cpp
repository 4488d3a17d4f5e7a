#include <algorithm>

#include "harness/base/suggest.hpp"
#include "harness/workload/readers.hpp"

namespace harness::workload {

void read_only(TableReader reader, Suite& suite) {
  Profile everything;
  everything.full = true;
  everything.mutants = 1;
  std::vector<std::string> cells;
  for (const Cell& cell : cells_of(suite, everything)) cells.push_back(cell.id());
  for (const std::string& stack : suite.stacks) {
    if (!reader.has(stack)) continue;
    suite.only[stack] = reader.string_list(stack);
    for (const std::string& cell : suite.only[stack]) {
      if (std::ranges::find(cells, cell) == cells.end())
        reader.problem(stack, fmt::format("'{}' is not a cell of the suite: name one as claims do.{}", cell,
                                          suggestion(cell, cells)));
    }
  }
  reader.finish();
}

}  // namespace harness::workload
