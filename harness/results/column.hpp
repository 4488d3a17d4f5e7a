#pragma once
// The column dictionary: what every stored cell means, in which unit, and whether it may be empty.
// The CSV writer, the strict reader and results/README.md all follow it; nothing else names a column.
// Threading: constants. Units: in the name of the column and in `unit`.
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace harness::results {

/// Of slices.csv, env.csv, verdicts.csv, controls.csv, causes.csv and run.json together. What this harness
/// writes; it reads every one from 1 on, and a row keeps the schema it was read with.
inline constexpr int kSchema = 9;

enum class ColumnType { kText, kInteger, kReal };

struct Column {
  std::string_view name;
  std::string_view unit;  ///< "" for text and counts without a unit
  std::string_view meaning;
  ColumnType type = ColumnType::kText;
  bool optional = false;  ///< may be empty: "not measured" for numbers, "nothing to say" for text
  int since = 1;  ///< the schema that introduced it; later ones may only add columns that may be empty
};

[[nodiscard]] std::span<const Column> slice_columns();  ///< of kSchema
/// Those of `columns` that `schema` has.
[[nodiscard]] std::vector<Column> columns_in(std::span<const Column> columns, int schema);
[[nodiscard]] std::span<const Column> env_columns();
[[nodiscard]] std::span<const Column> verdict_columns();
[[nodiscard]] std::span<const Column> control_columns();
[[nodiscard]] std::span<const Column> cause_columns();
[[nodiscard]] std::span<const Column> mutation_columns();  ///< mutations.csv belongs to no run

/// The tables of results/README.md; a test compares the two.
[[nodiscard]] std::string dictionary_markdown();

}  // namespace harness::results
