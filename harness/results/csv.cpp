#include "harness/results/csv.hpp"

#include <algorithm>
#include <optional>

#include "harness/results/cell_text.hpp"
#include "harness/results/csv_records.hpp"
#include "harness/results/row_fields.hpp"

namespace harness::results {
namespace {

/// What is wrong with storing this value, or nothing.
template <typename T>
std::optional<std::string> objection(const T& value, const Column& column) {
  if (!storable(value)) {
    return fmt::format("column '{}' is not a finite number; leave it empty when it was not measured",
                       column.name);
  }
  if (!column.optional && cell_text(value).empty()) {
    return fmt::format("column '{}' is empty, but every row must say it", column.name);
  }
  return {};
}

template <typename Row>
int schema_of(const Row& row) {
  if constexpr (requires { row.schema; }) {
    return row.schema;
  } else {
    return kSchema;
  }
}

template <typename Row>
Result<std::string> line_of(const Row& row) {
  std::string line;
  std::optional<std::string> problem;
  for_each_field<Row>([&](const auto& field) {
    if (field.column.since > schema_of(row)) return;
    const auto& value = row.*(field.member);
    if (!problem) problem = objection(value, field.column);
    line += quoted(cell_text(value)) + ',';
  });
  if (problem) return environment_error("{}", *problem);
  line.back() = '\n';
  return line;
}

template <typename Row>
Result<std::string> text_of(std::span<const Row> rows, std::span<const Column> columns) {
  const int schema = rows.empty() ? kSchema : schema_of(rows.front());
  std::string text = csv_header(columns_in(columns, schema));
  for (const Row& row : rows) {
    auto line = line_of(row);
    if (!line) return tl::unexpected(line.error());
    text += *line;
  }
  return text;
}

Result<void> check_header(const CsvRecords& table, std::span<const Column> columns) {
  if (table.records.empty()) {
    return environment_error("no header line; expected columns {}, {}, …", columns[0].name, columns[1].name);
  }
  const std::vector<std::string>& header = table.records.front().cells;
  for (std::size_t i = 0; i < std::max(header.size(), columns.size()); ++i) {
    const std::string_view found = i < header.size() ? std::string_view(header[i]) : "nothing";
    const std::string_view expected = i < columns.size() ? columns[i].name : "nothing";
    if (found != expected) {
      return environment_error(
          "column {} is '{}', expected '{}' (schema {}); read this file with the harness that wrote it",
          i + 1, found, expected, kSchema);
    }
  }
  return {};
}

/// The newest schema that has as many columns as the header: they differ in number.
int schema_with(const CsvRecords& table, std::span<const Column> columns) {
  const std::size_t found = table.records.empty() ? 0 : table.records.front().cells.size();
  for (int schema = kSchema; schema > 1; --schema) {
    if (columns_in(columns, schema).size() == found) return schema;
  }
  return columns_in(columns, 1).size() == found ? 1 : kSchema;
}

template <typename T>
std::optional<std::string> read_field(const std::string& cell, T& value, const Column& column) {
  if (cell.empty() && !column.optional) return fmt::format("column '{}' is empty", column.name);
  if (const Complaint expected = read_cell(cell, value)) {
    return fmt::format("column '{}' is '{}', expected {}", column.name, cell, *expected);
  }
  return {};
}

/// An earlier schema is a row's own if it has the same columns: else cells would be read that it has no place
/// for.
bool fits(int of_row, int schema, std::size_t cells, std::span<const Column> columns) {
  if (of_row == schema) return true;
  return of_row >= 1 && of_row < schema && columns_in(columns, of_row).size() == cells;
}

template <typename Row>
Result<Row> row_of(const CsvRecord& record, std::size_t cells, std::span<const Column> columns, int schema) {
  if (record.cells.size() != cells) {
    return environment_error("line {}: {} cells, expected {}", record.line, record.cells.size(), cells);
  }
  Row row;
  std::size_t i = 0;
  std::optional<std::string> problem;
  for_each_field<Row>([&](const auto& field) {
    if (field.column.since > schema) return;
    if (!problem) problem = read_field(record.cells[i], row.*(field.member), field.column);
    ++i;
  });
  if (problem) return environment_error("line {}: {}", record.line, *problem);
  if constexpr (requires { row.schema; }) {
    if (!fits(row.schema, schema, cells, columns)) {
      return environment_error("line {}: column 'schema' is {}, the columns are those of {}", record.line,
                               row.schema, schema);
    }
  }
  return row;
}

template <typename Row>
Result<CsvRows<Row>> rows_of(std::string_view text, std::span<const Column> columns) {
  const auto table = split_records(text);
  if (!table) return tl::unexpected(table.error());
  const int schema = schema_with(*table, columns);
  const auto expected = columns_in(columns, schema);
  if (const auto header = check_header(*table, expected); !header) return tl::unexpected(header.error());
  CsvRows<Row> result;
  result.truncated = table->truncated;
  for (std::size_t i = 1; i < table->records.size(); ++i) {
    auto row = row_of<Row>(table->records[i], expected.size(), columns, schema);
    if (!row) return tl::unexpected(row.error());
    result.rows.push_back(std::move(*row));
  }
  return result;
}

}  // namespace

std::string csv_header(std::span<const Column> columns) {
  std::string line;
  for (const Column& column : columns) line += std::string(column.name) + ',';
  line.back() = '\n';
  return line;
}

Result<std::string> csv_line(const SliceRow& row) {
  return line_of(row);
}
Result<std::string> csv_line(const EnvRow& row) {
  return line_of(row);
}
Result<std::string> csv_line(const VerdictRow& row) {
  return line_of(row);
}
Result<std::string> csv_line(const ControlRow& row) {
  return line_of(row);
}

Result<std::string> csv_text(std::span<const EnvRow> rows) {
  return text_of(rows, env_columns());
}
Result<std::string> csv_text(std::span<const VerdictRow> rows) {
  return text_of(rows, verdict_columns());
}
Result<std::string> csv_text(std::span<const ControlRow> rows) {
  return text_of(rows, control_columns());
}

Result<CsvRows<SliceRow>> read_slices(std::string_view text) {
  return rows_of<SliceRow>(text, slice_columns());
}
Result<CsvRows<EnvRow>> read_env(std::string_view text) {
  return rows_of<EnvRow>(text, env_columns());
}
Result<CsvRows<VerdictRow>> read_verdicts(std::string_view text) {
  return rows_of<VerdictRow>(text, verdict_columns());
}
Result<CsvRows<ControlRow>> read_controls(std::string_view text) {
  return rows_of<ControlRow>(text, control_columns());
}

}  // namespace harness::results
