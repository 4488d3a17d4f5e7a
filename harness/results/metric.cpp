#include "harness/results/metric.hpp"

#include <algorithm>
#include <array>
#include <type_traits>
#include <utility>

#include "harness/results/row_fields.hpp"

namespace harness::results {
namespace {

using Count = std::optional<std::uint64_t>;

std::optional<double> requests_per_server_cpu_s(const SliceRow& row) {
  if (!row.ok || !row.server_cpu_s || *row.server_cpu_s <= 0) return {};
  return static_cast<double>(*row.ok) / *row.server_cpu_s;
}

/// 1 + Δ/J: above 1 by how many jobs the p99 grew. So it has a logarithm, unless jobs made a p99 smaller by a
/// whole job, which is noise; and the logarithm is almost straight where nobody is held up.
std::optional<double> blocking_factor(const SliceRow& row) {
  if (!row.response_p99_us || !row.calm_response_p99_us || !row.beside_alone_us || *row.beside_alone_us <= 0)
    return {};
  return 1 + (*row.response_p99_us - *row.calm_response_p99_us) / *row.beside_alone_us;
}

/// What is left of all when these are taken away.
std::optional<double> share_without(const Count& part, const Count& all) {
  if (!part || !all || *all == 0) return {};
  return 1 - static_cast<double>(*part) / static_cast<double>(*all);
}

/// 1 + the share, so that none at all has a logarithm.
std::optional<double> wrong_results_factor(const SliceRow& row) {
  if (!row.job_iterations || *row.job_iterations == 0 || !row.bad_response) return {};
  return 1 + static_cast<double>(*row.bad_response) / static_cast<double>(*row.job_iterations);
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
                                {"blocking_factor", blocking_factor},
                                {"wrong_results_factor", wrong_results_factor},
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

template <std::size_t kField>
std::optional<double> number_of(const SliceRow& row) {
  return number(row.*(std::get<kField>(kSliceFields).member));
}

template <std::size_t... kField>
constexpr auto readers(std::index_sequence<kField...>) {
  return std::array{&number_of<kField>...};
}

constexpr auto kReaders =
    readers(std::make_index_sequence<std::tuple_size_v<std::remove_const_t<decltype(kSliceFields)>>>());

}  // namespace

MetricReader metric_reader(std::string_view name) {
  for (const Derived& derived : kDerived) {
    if (derived.name == name) return derived.of;
  }
  const auto columns = slice_columns();
  const auto column = std::ranges::find(columns, name, &Column::name);
  if (column == columns.end() || column->type == ColumnType::kText) return nullptr;
  return kReaders[static_cast<std::size_t>(column - columns.begin())];
}

std::optional<double> metric(const SliceRow& row, std::string_view name) {
  const MetricReader read = metric_reader(name);
  return read ? read(row) : std::nullopt;
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
  return metric_reader(name) != nullptr;
}

}  // namespace harness::results
