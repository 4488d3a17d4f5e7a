#include "harness/results/metric.hpp"

#include <algorithm>
#include <type_traits>

#include "harness/results/row_fields.hpp"

namespace harness::results {
namespace {

using Count = std::optional<std::uint64_t>;

std::optional<double> requests_per_server_cpu_s(const SliceRow& row) {
  if (!row.ok || !row.server_cpu_s || *row.server_cpu_s <= 0) return {};
  return static_cast<double>(*row.ok) / *row.server_cpu_s;
}

/// What is left of all when these are taken away.
std::optional<double> share_without(const Count& part, const Count& all) {
  if (!part || !all || *all == 0) return {};
  return 1 - static_cast<double>(*part) / static_cast<double>(*all);
}

std::optional<double> brace_free_line_share(const SliceRow& row) {
  return share_without(row.code_lines_with_braces, row.code_lines);
}

std::optional<double> brace_free_block_share(const SliceRow& row) {
  return share_without(row.code_braced_blocks, row.code_blocks);
}

std::optional<double> mutants_unchanged_share(const SliceRow& row) {
  if (!row.mutants_unchanged || !row.mutants) return {};
  return share_without(*row.mutants - *row.mutants_unchanged, row.mutants);
}

std::optional<double> mutants_noticed_share(const SliceRow& row) {
  if (!row.mutants_unchanged || !row.mutants_rejected_elsewhere) return {};
  return share_without(*row.mutants_unchanged + *row.mutants_rejected_elsewhere, row.mutants);
}

std::optional<double> breakages_explained_share(const SliceRow& row) {
  if (!row.mutants || !row.mutants_unchanged || !row.mutants_rejected_near || !row.mutants_crashed_near)
    return {};
  const std::uint64_t broken = *row.mutants - *row.mutants_unchanged;
  return share_without(broken - *row.mutants_rejected_near - *row.mutants_crashed_near, broken);
}

struct Derived {
  std::string_view name;
  std::optional<double> (*of)(const SliceRow&);
};

constexpr Derived kDerived[] = {{"requests_per_server_cpu_s", requests_per_server_cpu_s},
                                {"brace_free_line_share", brace_free_line_share},
                                {"brace_free_block_share", brace_free_block_share},
                                {"mutants_unchanged_share", mutants_unchanged_share},
                                {"mutants_noticed_share", mutants_noticed_share},
                                {"breakages_explained_share", breakages_explained_share}};

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
  for (const Derived& derived : kDerived) {
    if (derived.name == name) return derived.of(row);
  }
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
  for (const Derived& derived : kDerived) names.emplace_back(derived.name);
  return names;
}

bool is_metric(std::string_view name) {
  const auto names = metric_names();
  return std::ranges::find(names, name) != names.end();
}

}  // namespace harness::results
