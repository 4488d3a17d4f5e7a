#pragma once
// A number of a slice by its column name, so that claims can name what they are about.
// Derived, not stored:
//   requests_per_server_cpu_s    ok / server_cpu_s
//   blocking_factor              1 + by how many jobs (beside_alone_us) the p99 grew
//   wrong_results_factor         1 + of a job's iterations, the share whose result was wrong
//   brace_free_line_share        of the lines, those without a curly bracket
//   brace_free_block_share       of the blocks, those not in curly brackets
//   mutants_unchanged_share      of the mistakes, those that change nothing
//   mutants_noticed_share        those that a message places rightly, or that show when the program runs
//   breakages_explained_share    of the mistakes that change anything, those that a message places rightly
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/results/slice_row.hpp"

namespace harness::results {

/// Empty when the row has not measured it, or `name` is no metric.
[[nodiscard]] std::optional<double> metric(const SliceRow& row, std::string_view name);

/// The same for many rows: a name is looked up once. Null when `name` is no metric.
using MetricReader = std::optional<double> (*)(const SliceRow& row);
[[nodiscard]] MetricReader metric_reader(std::string_view name);

/// A numeric column of slices.csv or a derived one.
[[nodiscard]] bool is_metric(std::string_view name);

/// All of them, in stored order.
[[nodiscard]] std::vector<std::string> metric_names();

}  // namespace harness::results
