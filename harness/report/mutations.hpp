#pragma once
// Planted misconfigurations as a table: which check caught each, and how far it moves Node.js / Python. Pure.
#include <span>
#include <string>
#include <vector>

#include "harness/report/table.hpp"
#include "harness/results/mutation_row.hpp"

namespace harness::report {

[[nodiscard]] bool was_measured(const results::MutationRow& row);

/// A row each, in their order; with how far they move the ratio if one of them was measured.
[[nodiscard]] Table mutations_table(std::span<const results::MutationRow> rows);

/// Those that move the ratio by more than a tenth in one of the three figures, the farthest first.
[[nodiscard]] std::vector<results::MutationRow> moved_farthest(std::span<const results::MutationRow> rows);

/// "47 of 47 pitfalls caught, 1 known blind spot"
[[nodiscard]] std::string caught_line(std::span<const results::MutationRow> rows);

}  // namespace harness::report
