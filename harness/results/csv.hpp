#pragma once
// RFC 4180 text of the tables and back. Strict both ways: the header must be the dictionary's, every
// cell must have its column's type, NaN and infinity are refused. Lines end in \n; \r\n is read as well.
// Numbers are the shortest text that reads back to the same value.
// Errors: kEnvironment, naming line, column, value and what was expected (the caller adds the file).
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/error.hpp"
#include "harness/results/cause_row.hpp"
#include "harness/results/column.hpp"
#include "harness/results/control_row.hpp"
#include "harness/results/env_row.hpp"
#include "harness/results/mutation_row.hpp"
#include "harness/results/slice_row.hpp"
#include "harness/results/verdict_row.hpp"

namespace harness::results {

/// The header line, with its newline.
[[nodiscard]] std::string csv_header(std::span<const Column> columns);

/// One line, with its newline. Refuses NaN, infinity and empty text where the dictionary wants some.
[[nodiscard]] Result<std::string> csv_line(const SliceRow& row);
[[nodiscard]] Result<std::string> csv_line(const EnvRow& row);
[[nodiscard]] Result<std::string> csv_line(const VerdictRow& row);
[[nodiscard]] Result<std::string> csv_line(const ControlRow& row);

/// Header and rows.
[[nodiscard]] Result<std::string> csv_text(std::span<const SliceRow> rows);
[[nodiscard]] Result<std::string> csv_text(std::span<const EnvRow> rows);
[[nodiscard]] Result<std::string> csv_text(std::span<const VerdictRow> rows);
[[nodiscard]] Result<std::string> csv_text(std::span<const ControlRow> rows);
[[nodiscard]] Result<std::string> csv_text(std::span<const CauseRow> rows);
[[nodiscard]] Result<std::string> csv_text(std::span<const MutationRow> rows);

template <typename Row>
struct CsvRows {
  std::vector<Row> rows;
  bool truncated = false;  ///< the last line had no newline (a killed run) and was dropped
};

[[nodiscard]] Result<CsvRows<SliceRow>> read_slices(std::string_view text);
/// For a million rows, which nobody holds at once. The text is divided, in its order, into as many parts as
/// there are visitors; each part is read by a thread of its own. The row is only there during the call.
using VisitSlice = std::function<void(const SliceRow& row)>;
struct VisitedSlices {
  std::size_t rows = 0;
  std::size_t measured = 0;  ///< those of them that are not of arms that cannot run here
  bool truncated = false;    ///< as in CsvRows
};
[[nodiscard]] Result<VisitedSlices> visit_slices(std::string_view text, std::span<const VisitSlice> visitors);
[[nodiscard]] Result<CsvRows<EnvRow>> read_env(std::string_view text);
[[nodiscard]] Result<CsvRows<VerdictRow>> read_verdicts(std::string_view text);
[[nodiscard]] Result<CsvRows<ControlRow>> read_controls(std::string_view text);
[[nodiscard]] Result<CsvRows<CauseRow>> read_causes(std::string_view text);
[[nodiscard]] Result<CsvRows<MutationRow>> read_mutations(std::string_view text);

}  // namespace harness::results
