#pragma once
// Launches as a table: how long until a server served, what it held in memory, and what each idle
// connection added to that. Judges nothing. Threading: none.
#include <span>

#include "harness/report/summary.hpp"
#include "harness/report/table.hpp"

namespace harness::report {

/// `all` are the cells of the run: what a connection adds is known where servers without any were measured.
[[nodiscard]] Table launch_table(const CellSummary& cell, std::span<const CellSummary> all);

}  // namespace harness::report
