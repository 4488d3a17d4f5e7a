// Rows that can be read can be written, and read back the same; a text that was cut off is never taken whole.
// Input: "slices" or the name of another table on the first line puts the right header above the lines that
// follow; any other text is read as it is.
#include "harness/results/csv.hpp"

#include <algorithm>

#include "target.hpp"

namespace harness::fuzz {
namespace {

using namespace results;

template <typename Row>
int schema_of(const Row& row) {
  return row.schema;
}
int schema_of(const EnvRow&) {
  return kSchema;
}

template <typename Row>
void check(std::string_view text, Result<CsvRows<Row>> (*read)(std::string_view),
           std::span<const Column> columns) {
  const auto table = read(text);
  if (!table) return;
  HARNESS_ASSERT(table->truncated || text.ends_with('\n'));
  for (const Row& row : table->rows) {
    const auto line = csv_line(row);
    HARNESS_ASSERT(line);
    const auto back = read(csv_header(columns_in(columns, schema_of(row))) + *line);
    HARNESS_ASSERT(back && !back->truncated && back->rows == std::vector{row});
  }
}

/// Of tables that have no schema in their rows.
template <typename Row>
void check_whole(std::string_view text, Result<CsvRows<Row>> (*read)(std::string_view)) {
  const auto table = read(text);
  if (!table) return;
  HARNESS_ASSERT(table->truncated || text.ends_with('\n'));
  const auto again = csv_text(table->rows);
  HARNESS_ASSERT(again);
  const auto back = read(*again);
  HARNESS_ASSERT(back && !back->truncated && back->rows == table->rows);
}

/// Whoever reads it in parts reads the same.
void check_visited(std::string_view text) {
  std::vector<std::vector<SliceRow>> parts(3);
  std::vector<VisitSlice> visitors;
  for (auto& part : parts) visitors.emplace_back([&part](const SliceRow& row) { part.push_back(row); });
  const auto visited = visit_slices(text, visitors);
  const auto whole = read_slices(text);
  HARNESS_ASSERT(visited.has_value() == whole.has_value());
  if (!whole) return;
  HARNESS_ASSERT(visited->truncated == whole->truncated && visited->rows == whole->rows.size());
  for (auto& later : std::span(parts).subspan(1)) parts[0].insert(parts[0].end(), later.begin(), later.end());
  HARNESS_ASSERT(parts[0] == whole->rows);
}

void csv(std::string_view bytes) {
  const std::size_t line = std::min(bytes.find('\n'), bytes.size());
  const std::string_view kind = bytes.substr(0, line);
  const std::string rest(bytes.substr(std::min(line + 1, bytes.size())));
  const auto text_of = [&](std::string_view name, std::span<const Column> columns) {
    return kind == name ? csv_header(columns) + rest : std::string(bytes);
  };
  check<SliceRow>(text_of("slices", slice_columns()), read_slices, slice_columns());
  check<EnvRow>(text_of("env", env_columns()), read_env, env_columns());
  check<VerdictRow>(text_of("verdicts", verdict_columns()), read_verdicts, verdict_columns());
  check<ControlRow>(text_of("controls", control_columns()), read_controls, control_columns());
  check_whole<CauseRow>(text_of("causes", cause_columns()), read_causes);
  check_whole<MutationRow>(text_of("mutations", mutation_columns()), read_mutations);
  if (kind == "slices") check_visited(text_of("slices", slice_columns()));
}

const Target kCsv("csv", csv);

}  // namespace
}  // namespace harness::fuzz
