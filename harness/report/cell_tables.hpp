#pragma once
// What was measured in one cell, as a title and a table; which columns it has depends on what was done there.
// Pure; harmless in a terminal.
#include <span>
#include <string>

#include "harness/report/summary.hpp"
#include "harness/report/table.hpp"

namespace harness::report {

/// "/plaintext · 64 connections"
[[nodiscard]] std::string title_of(const CellSummary& cell);
/// `all` are the cells of the run.
[[nodiscard]] Table table_of(const CellSummary& cell, std::span<const CellSummary> all);

}  // namespace harness::report
