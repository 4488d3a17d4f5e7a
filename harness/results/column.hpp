#pragma once
// The column dictionary: what every stored cell means, in which unit, and whether it may be empty.
// The CSV writer, the strict reader and results/README.md all follow it; nothing else names a column.
// Threading: constants. Units: in the name of the column and in `unit`.
#include <span>
#include <string>
#include <string_view>

namespace harness::results {

inline constexpr int kSchema = 1;  ///< of slices.csv, env.csv, verdicts.csv and run.json together

enum class ColumnType { kText, kInteger, kReal };

struct Column {
  std::string_view name;
  std::string_view unit;  ///< "" for text and counts without a unit
  std::string_view meaning;
  ColumnType type = ColumnType::kText;
  bool optional = false;  ///< may be empty: "not measured" for numbers, "nothing to say" for text
};

[[nodiscard]] std::span<const Column> slice_columns();
[[nodiscard]] std::span<const Column> env_columns();
[[nodiscard]] std::span<const Column> verdict_columns();

/// The tables of results/README.md; a test compares the two.
[[nodiscard]] std::string dictionary_markdown();

}  // namespace harness::results
