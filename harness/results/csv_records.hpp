#pragma once
// RFC 4180: text → records of cells, one record at a time, so that a table of a million rows is never held
// twice. Knows nothing of columns. Private to this module. Errors: kEnvironment, naming the line.
#include <cstddef>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/error.hpp"

namespace harness::results {

class CsvReader {
 public:
  /// The text must outlive the reader.
  explicit CsvReader(std::string_view text) : CsvReader(text, 1) {}

  /// Reads a record; false when there is none any more. Text after the last line end is none: it is dropped.
  [[nodiscard]] Result<bool> next();

  /// So many readers, at least one, who together read what this one has not read yet, in this order. Each
  /// counts lines from where it begins.
  [[nodiscard]] std::vector<CsvReader> divided(std::size_t parts) const;

  /// Of the record that was read; until the next one is.
  [[nodiscard]] std::span<const std::string_view> cells() const { return {cells_.data(), count_}; }
  /// Which of them do not read as in the record before, and so must be read: in a table of slices one of
  /// four. In order. Of the first record of a reader all, and always those in quotes.
  [[nodiscard]] std::span<const std::size_t> changed() const { return changed_; }
  [[nodiscard]] std::size_t line() const { return record_line_; }  ///< where it starts, from 1
  [[nodiscard]] bool truncated() const { return truncated_; }      ///< the end of the text was dropped

 private:
  CsvReader(std::string_view text, std::size_t line) : text_(text), line_(line) {}
  /// Behind the first record that ends at `least` or later, counted from the next record to be read.
  [[nodiscard]] std::size_t record_end(std::size_t least) const;

  enum class Ending { kCell, kRecord, kTextEnd, kMalformed };

  [[nodiscard]] bool at_end() const { return position_ == text_.size(); }
  // A result with an error inside, for each of a hundred million cells, would cost as much as reading them.
  Ending next_cell();
  Ending plain_cell();
  Ending quoted_cell();
  Ending ending();
  /// Those that read as before, but for the last, which ends the record.
  void pass_unchanged();
  void take(std::string_view cell);
  Ending malformed(std::string_view what);

  std::string_view text_;
  std::size_t position_ = 0;
  std::size_t line_;
  std::size_t record_line_ = 0;
  bool truncated_ = false;
  std::string problem_;                  ///< once a cell is malformed
  std::vector<std::string_view> cells_;  ///< from `count_` on those of the record before
  std::size_t count_ = 0;
  std::vector<std::size_t> changed_;
  std::vector<std::size_t> quoted_;    ///< which cells were
  std::deque<std::string> unescaped_;  ///< cells that held doubled quotes; a deque keeps them where they are
};

/// The cell, quoted when it holds a comma, a quote or a line end.
[[nodiscard]] std::string quoted(std::string_view cell);

}  // namespace harness::results
