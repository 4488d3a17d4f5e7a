#pragma once
// Which cells differ in nothing but the number of workers. Pure.
#include <map>
#include <span>
#include <string>

#include "harness/report/summary.hpp"

namespace harness::report {

/// By number of workers; they point into the span.
using WorkerLevels = std::map<int, const CellSummary*>;

/// By what the cells have in common: "fib same n=27" for "fib same n=27 w=1" and "fib same n=27 w=2".
[[nodiscard]] std::map<std::string, WorkerLevels> worker_levels(std::span<const CellSummary> cells);

/// Nothing when it was not measured there.
[[nodiscard]] const StackSummary* stack_in(const CellSummary& cell, const std::string& stack);

}  // namespace harness::report
