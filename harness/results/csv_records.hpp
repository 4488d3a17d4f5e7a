#pragma once
// RFC 4180: text ↔ records of cells. Knows nothing of columns. Private to this module.
// Errors: kEnvironment, naming the line.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/error.hpp"

namespace harness::results {

struct CsvRecord {
  std::size_t line = 0;  ///< where it starts, from 1
  std::vector<std::string> cells;
};

struct CsvRecords {
  std::vector<CsvRecord> records;
  bool truncated = false;  ///< text after the last record's newline was dropped
};

[[nodiscard]] Result<CsvRecords> split_records(std::string_view text);

/// The cell, quoted when it holds a comma, a quote or a line end.
[[nodiscard]] std::string quoted(std::string_view cell);

}  // namespace harness::results
