#pragma once
// The rows of a run, found by stack and cell: a claim reads a few of them, and there may be a million.
// Private to this module. Keeps pointers: the rows must outlive it. Order of rows is kept.
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/results/slice_row.hpp"

namespace harness::verdict {

class RowIndex {
 public:
  using Found = std::vector<const results::SliceRow*>;

  explicit RowIndex(std::span<const results::SliceRow> rows);

  /// Rows that are not absent.
  [[nodiscard]] const Found& measured(const std::string& stack, const std::string& cell) const;
  /// Rows that say why a stack could not be measured, of whatever cell.
  [[nodiscard]] const Found& absent(const std::string& stack) const;

 private:
  std::map<std::pair<std::string, std::string>, Found> measured_;
  std::map<std::string, Found> absent_;
};

}  // namespace harness::verdict
