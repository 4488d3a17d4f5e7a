#pragma once
// From how much work on a program of Node.js is ahead of the same in Python, the start of its interpreter
// included: of each kernel, block by block, and over blocks the exact interval of the median. Describes and
// judges nothing. Pure.
#include <span>
#include <string>
#include <vector>

#include "harness/report/summary.hpp"
#include "harness/report/table.hpp"

namespace harness::report {

struct Overtaking {
  std::string title;  ///< "From which size on node/kernels is ahead of python/kernels, start included"
  Table table;
};

/// One for each stack of Python's whose jobs were done by node/kernels, too, in at least one block. A
/// kernel's flavour is compared with the same one of Node.js; where only Node.js has an idiom of its own,
/// with that as well; and where there is neither, with `same`. None of runs before schema 9, which lack the
/// columns.
[[nodiscard]] std::vector<Overtaking> overtaking_tables(std::span<const CellSummary> cells);

/// How to read them, behind the last.
[[nodiscard]] std::string overtaking_note();

}  // namespace harness::report
