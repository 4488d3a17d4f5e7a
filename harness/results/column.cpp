#include "harness/results/column.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "harness/results/row_fields.hpp"

namespace harness::results {
namespace {

template <typename Row>
constexpr auto columns_of() {
  return std::apply([](const auto&... each) { return std::array{each.column...}; }, fields_of<Row>());
}

constexpr auto kSliceColumns = columns_of<SliceRow>();
constexpr auto kEnvColumns = columns_of<EnvRow>();
constexpr auto kVerdictColumns = columns_of<VerdictRow>();
constexpr auto kControlColumns = columns_of<ControlRow>();
constexpr auto kCauseColumns = columns_of<CauseRow>();
constexpr auto kMutationColumns = columns_of<MutationRow>();

std::string_view name(ColumnType type) {
  switch (type) {
    case ColumnType::kText:
      return "text";
    case ColumnType::kInteger:
      return "integer";
    case ColumnType::kReal:
      return "real";
  }
  return "";
}

std::string table(std::string_view file, std::span<const Column> columns) {
  std::string text =
      "### " + std::string(file) + "\n\n| column | type | unit | may be empty | since | meaning |\n";
  text += "|---|---|---|---|---|---|\n";
  for (const Column& column : columns) {
    text += "| `" + std::string(column.name) + "` | " + std::string(name(column.type)) + " | " +
            std::string(column.unit) + " | " + (column.optional ? "yes" : "") + " | " +
            std::to_string(column.since) + " | " + std::string(column.meaning) + " |\n";
  }
  return text;
}

}  // namespace

std::span<const Column> slice_columns() {
  return kSliceColumns;
}
std::span<const Column> env_columns() {
  return kEnvColumns;
}
std::span<const Column> verdict_columns() {
  return kVerdictColumns;
}
std::span<const Column> control_columns() {
  return kControlColumns;
}
std::span<const Column> cause_columns() {
  return kCauseColumns;
}
std::span<const Column> mutation_columns() {
  return kMutationColumns;
}

std::vector<Column> columns_in(std::span<const Column> columns, int schema) {
  std::vector<Column> known;
  std::copy_if(columns.begin(), columns.end(), std::back_inserter(known),
               [&](const Column& column) { return column.since <= schema; });
  return known;
}

std::string dictionary_markdown() {
  return table("slices.csv", slice_columns()) + "\n" + table("env.csv", env_columns()) + "\n" +
         table("verdicts.csv", verdict_columns()) + "\n" + table("controls.csv", control_columns()) + "\n" +
         table("causes.csv", cause_columns()) + "\n" + table("mutations.csv", mutation_columns());
}

}  // namespace harness::results
