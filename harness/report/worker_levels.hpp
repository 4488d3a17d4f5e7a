#pragma once
// Which cells differ in nothing but the number of workers, by their names. Pure.
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "harness/report/summary.hpp"

namespace harness::report {

/// Before the number of workers in the name of a cell, as workload::Cell::id() has it.
inline constexpr std::string_view kWorkers = " w=";

/// By number of workers; they point into the span.
using WorkerLevels = std::map<int, const CellSummary*>;

/// By what the cells have in common: "fib same n=27" for "fib same n=27 w=1" and "fib same n=27 w=2".
[[nodiscard]] std::map<std::string, WorkerLevels> worker_levels(std::span<const CellSummary> cells);

/// Nothing when it was not measured there.
[[nodiscard]] const StackSummary* stack_in(const CellSummary& cell, const std::string& stack);

}  // namespace harness::report
