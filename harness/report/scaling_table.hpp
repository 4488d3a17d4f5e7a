#pragma once
// What several workers do over what one of them does: the gain, how much of a C++ program's gain that is, and
// which share of the work stayed serial. Over blocks that measured both, so the machine's speed is in
// neither. Describes and judges nothing: each interval is at 95 % by itself. Pure.
#include <span>
#include <string>
#include <vector>

#include "harness/report/summary.hpp"
#include "harness/report/table.hpp"

namespace harness::report {

struct Scaling {
  std::string title;  ///< "What 2 workers do over one: fib same n=27"
  Table table;
};

/// One for each cell of several workers that has one of a single worker beside it, in which any stack has at
/// least two blocks in both. "of the gain of C++" where there is one stack of C++. Behind those of a cell
/// with at least stats::kFewestAmdahlLevels numbers of workers, the law that fits them.
[[nodiscard]] std::vector<Scaling> scaling_tables(std::span<const CellSummary> cells);

}  // namespace harness::report
