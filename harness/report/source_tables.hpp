#pragma once
// What readings of sources look like in the report: sums, and program by program.
#include <span>
#include <string>

#include "harness/report/summary.hpp"
#include "harness/report/table.hpp"

namespace harness::report {

[[nodiscard]] Table source_table_of(const CellSummary& cell);
/// Lines and tokens of each program on each side, and for two sides their ratio.
[[nodiscard]] Table programs_table_of(const CellSummary& cell);
[[nodiscard]] Table mutants_table_of(const CellSummary& cell);

/// Was anything read instead of measured?
[[nodiscard]] bool reads_sources(std::span<const CellSummary> cells);

}  // namespace harness::report
