#pragma once
// A number of a slice by its column name, so that claims can name what they are about.
// Derived, not stored: "requests_per_server_cpu_s" = ok / server_cpu_s.
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

/// A numeric column of slices.csv or the derived one.
[[nodiscard]] bool is_metric(std::string_view name);

/// All of them, in stored order.
[[nodiscard]] std::vector<std::string> metric_names();

}  // namespace harness::results
