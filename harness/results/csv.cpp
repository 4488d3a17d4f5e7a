#include "harness/results/csv.hpp"

#include <algorithm>
#include <functional>
#include <future>
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

using Cells = std::span<const std::string_view>;

Result<void> check_header(Cells header, std::span<const Column> columns) {
  if (header.empty()) {
    return environment_error("no header line; expected columns {}, {}, …", columns[0].name, columns[1].name);
  }
  for (std::size_t i = 0; i < std::max(header.size(), columns.size()); ++i) {
    const std::string_view found = i < header.size() ? header[i] : "nothing";
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
int schema_with(std::size_t found, std::span<const Column> columns) {
  for (int schema = kSchema; schema > 1; --schema) {
    if (columns_in(columns, schema).size() == found) return schema;
  }
  return columns_in(columns, 1).size() == found ? 1 : kSchema;
}

template <typename T>
bool read_field(std::string_view cell, T& value, const Column& column, std::string& problem) {
  if (cell.empty() && !column.optional) {
    problem = fmt::format("column '{}' is empty", column.name);
  } else if (const Complaint expected = read_cell(cell, value)) {
    problem = fmt::format("column '{}' is '{}', expected {}", column.name, cell, *expected);
  }
  return problem.empty();
}

/// The first schema with the same columns.
int oldest_like(int schema, std::span<const Column> columns) {
  const std::size_t same = columns_in(columns, schema).size();
  while (schema > 1 && columns_in(columns, schema - 1).size() == same) --schema;
  return schema;
}

/// Reads a cell into its member; false when it is not what the column holds, which `problem` then says.
template <typename Row>
using ReadCell = std::function<bool(std::string_view cell, Row& row, std::string& problem)>;

/// In the order of the columns of `schema`.
template <typename Row>
std::vector<ReadCell<Row>> cell_readers(int schema) {
  std::vector<ReadCell<Row>> readers;
  for_each_field<Row>([&](const auto& field) {  // the fields are constants, so each may be referred to
    if (field.column.since > schema) return;
    readers.push_back([&field](std::string_view cell, Row& row, std::string& problem) {
      return read_field(cell, row.*(field.member), field.column, problem);
    });
  });
  return readers;
}

/// What the header says of every row. A row may be of an earlier schema that has the same columns.
template <typename Row>
struct Layout {
  int oldest;
  int schema;
  std::vector<ReadCell<Row>> readers;
};

/// Makes `row`, as the record before left it, that of this record.
template <typename Row>
Result<void> read_row(const CsvReader& record, const Layout<Row>& layout, Row& row) {
  const Cells cells = record.cells();
  if (cells.size() != layout.readers.size()) {
    return environment_error("line {}: {} cells, expected {}", record.line(), cells.size(),
                             layout.readers.size());
  }
  std::string problem;
  for (const std::size_t cell : record.changed()) {
    if (!layout.readers[cell](cells[cell], row, problem))
      return environment_error("line {}: {}", record.line(), problem);
  }
  if constexpr (requires { row.schema; }) {
    if (row.schema < layout.oldest || row.schema > layout.schema) {
      return environment_error("line {}: column 'schema' is {}, the columns are those of {}", record.line(),
                               row.schema, layout.schema);
    }
  }
  return {};
}

/// Reads the header, and leaves the reader behind it.
template <typename Row>
Result<Layout<Row>> layout_of(CsvReader& reader, std::span<const Column> columns) {
  const auto more = reader.next();
  if (!more) return tl::unexpected(more.error());
  const Cells header = *more ? reader.cells() : Cells{};
  // Before a table was there its schema had no columns of it either: without a header the newest ones are
  // missing.
  const int schema = header.empty() ? kSchema : schema_with(header.size(), columns);
  if (const auto known = check_header(header, columns_in(columns, schema)); !known)
    return tl::unexpected(known.error());
  return Layout<Row>{oldest_like(schema, columns), schema, cell_readers<Row>(schema)};
}

template <typename Row>
Result<CsvRows<Row>> rows_of(std::string_view text, std::span<const Column> columns) {
  CsvReader header(text);
  const auto layout = layout_of<Row>(header, columns);
  if (!layout) return tl::unexpected(layout.error());
  CsvReader reader = header.divided(1).front();
  CsvRows<Row> result;
  result.rows.reserve(static_cast<std::size_t>(std::ranges::count(text, '\n')));
  Row row;
  Result<bool> more = false;
  while ((more = reader.next()) && *more) {
    if (const auto read = read_row(reader, *layout, row); !read) return tl::unexpected(read.error());
    result.rows.push_back(row);
  }
  if (!more) return tl::unexpected(more.error());
  result.truncated = reader.truncated();
  return result;
}

Result<VisitedSlices> visit_part(CsvReader reader, const Layout<SliceRow>& layout, const VisitSlice& visit) {
  VisitedSlices visited;
  SliceRow row;
  Result<bool> more = false;
  while ((more = reader.next()) && *more) {
    if (const auto read = read_row(reader, layout, row); !read) return tl::unexpected(read.error());
    visit(row);
    ++visited.rows;
    visited.measured += row.status != SliceStatus::kAbsent;
  }
  if (!more) return tl::unexpected(more.error());
  visited.truncated = reader.truncated();
  return visited;
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

Result<std::string> csv_text(std::span<const SliceRow> rows) {
  return text_of(rows, slice_columns());
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
Result<std::string> csv_text(std::span<const CauseRow> rows) {
  return text_of(rows, cause_columns());
}
Result<std::string> csv_text(std::span<const MutationRow> rows) {
  return text_of(rows, mutation_columns());
}

Result<CsvRows<SliceRow>> read_slices(std::string_view text) {
  return rows_of<SliceRow>(text, slice_columns());
}
Result<VisitedSlices> visit_slices(std::string_view text, std::span<const VisitSlice> visitors) {
  HARNESS_ASSERT(!visitors.empty());
  CsvReader header(text);
  const auto layout = layout_of<SliceRow>(header, slice_columns());
  if (!layout) return tl::unexpected(layout.error());
  const std::vector<CsvReader> parts = header.divided(visitors.size());
  std::vector<std::future<Result<VisitedSlices>>> others;
  for (std::size_t i = 1; i < parts.size(); ++i)
    others.push_back(
        std::async(std::launch::async, visit_part, parts[i], std::cref(*layout), std::cref(visitors[i])));
  Result<VisitedSlices> all = visit_part(parts.front(), *layout, visitors.front());
  for (auto& other : others) {
    const auto part = other.get();
    if (!all) continue;  // of several errors the first in the file
    if (part) {
      all->rows += part->rows;
      all->measured += part->measured;
      all->truncated |= part->truncated;
    } else {
      all = tl::unexpected(part.error());
    }
  }
  return all;
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
Result<CsvRows<CauseRow>> read_causes(std::string_view text) {
  return rows_of<CauseRow>(text, cause_columns());
}
Result<CsvRows<MutationRow>> read_mutations(std::string_view text) {
  return rows_of<MutationRow>(text, mutation_columns());
}

}  // namespace harness::results
