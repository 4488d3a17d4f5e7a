#include "harness/results/metric.hpp"

#include <algorithm>
#include <type_traits>

#include "harness/results/row_fields.hpp"

namespace harness::results {
namespace {

constexpr std::string_view kRequestsPerServerCpuSecond = "requests_per_server_cpu_s";

std::optional<double> requests_per_server_cpu_s(const SliceRow& row) {
  if (!row.ok || !row.server_cpu_s || *row.server_cpu_s <= 0) return {};
  return static_cast<double>(*row.ok) / *row.server_cpu_s;
}

template <typename T>
std::optional<double> number(const T& value) {
  if constexpr (kColumnTypeOf<T> == ColumnType::kText) {
    return {};
  } else if constexpr (OptionalTrait<T>::value) {
    return value ? std::optional(static_cast<double>(*value)) : std::nullopt;
  } else {
    return static_cast<double>(value);
  }
}

}  // namespace

std::optional<double> metric(const SliceRow& row, std::string_view name) {
  if (name == kRequestsPerServerCpuSecond) return requests_per_server_cpu_s(row);
  std::optional<double> result;
  for_each_field<SliceRow>([&](const auto& field) {
    if (field.column.name == name) result = number(row.*(field.member));
  });
  return result;
}

std::vector<std::string> metric_names() {
  std::vector<std::string> names;
  for (const Column& column : slice_columns()) {
    if (column.type != ColumnType::kText) names.emplace_back(column.name);
  }
  names.emplace_back(kRequestsPerServerCpuSecond);
  return names;
}

bool is_metric(std::string_view name) {
  const auto names = metric_names();
  return std::ranges::find(names, name) != names.end();
}

}  // namespace harness::results
