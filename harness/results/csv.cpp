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
Result<std::string> line_of(const Row& row) {
  std::string line;
  std::optional<std::string> problem;
  for_each_field<Row>([&](const auto& field) {
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
  std::string text = csv_header(columns);
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

template <typename T>
std::optional<std::string> read_field(const std::string& cell, T& value, const Column& column) {
  if (cell.empty() && !column.optional) return fmt::format("column '{}' is empty", column.name);
  if (const Complaint expected = read_cell(cell, value)) {
    return fmt::format("column '{}' is '{}', expected {}", column.name, cell, *expected);
  }
  return {};
}

template <typename Row>
Result<Row> row_of(const CsvRecord& record, std::size_t columns) {
  if (record.cells.size() != columns) {
    return environment_error("line {}: {} cells, expected {}", record.line, record.cells.size(), columns);
  }
  Row row;
  std::size_t i = 0;
  std::optional<std::string> problem;
  for_each_field<Row>([&](const auto& field) {
    if (!problem) problem = read_field(record.cells[i], row.*(field.member), field.column);
    ++i;
  });
  if (problem) return environment_error("line {}: {}", record.line, *problem);
  if constexpr (requires { row.schema; }) {
    if (row.schema != kSchema) {
      return environment_error("line {}: column 'schema' is {}, this harness reads {}", record.line,
                               row.schema, kSchema);
    }
  }
  return row;
}

template <typename Row>
Result<CsvRows<Row>> rows_of(std::string_view text, std::span<const Column> columns) {
  const auto table = split_records(text);
  if (!table) return tl::unexpected(table.error());
  if (const auto header = check_header(*table, columns); !header) return tl::unexpected(header.error());
  CsvRows<Row> result;
  result.truncated = table->truncated;
  for (std::size_t i = 1; i < table->records.size(); ++i) {
    auto row = row_of<Row>(table->records[i], columns.size());
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

Result<std::string> csv_text(std::span<const EnvRow> rows) {
  return text_of(rows, env_columns());
}
Result<std::string> csv_text(std::span<const VerdictRow> rows) {
  return text_of(rows, verdict_columns());
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

}  // namespace harness::results
