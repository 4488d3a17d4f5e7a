#include "harness/results/csv_records.hpp"

#include <optional>
#include <utility>

namespace harness::results {
namespace {

enum class Ending { kCell, kRecord, kTextEnd };

/// Walks over the text cell by cell; knows the line it is on for messages.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  [[nodiscard]] std::size_t line() const { return line_; }
  [[nodiscard]] bool at_end() const { return position_ == text_.size(); }

  Result<Ending> next_cell(std::string& cell) {
    if (!at_end() && text_[position_] == '"') return quoted_cell(cell);
    return plain_cell(cell);
  }

 private:
  Result<Ending> plain_cell(std::string& cell) {
    const std::size_t stop = text_.find_first_of(",\"\r\n", position_);
    if (stop != std::string_view::npos && text_[stop] == '"') {
      return environment_error("line {}: a quote within an unquoted cell", line_);
    }
    cell.append(text_.substr(position_, stop - position_));
    position_ = stop == std::string_view::npos ? text_.size() : stop;
    return ending();
  }

  Result<Ending> quoted_cell(std::string& cell) {
    for (++position_; !at_end(); ++position_) {
      const char c = text_[position_];
      if (c == '\n') ++line_;
      if (c != '"') {
        cell.push_back(c);
      } else if (text_.substr(position_, 2) == "\"\"") {
        cell.push_back('"');
        ++position_;
      } else {
        ++position_;
        return ending();
      }
    }
    return Ending::kTextEnd;
  }

  Result<Ending> ending() {
    if (at_end() || text_.substr(position_) == "\r") {
      position_ = text_.size();
      return Ending::kTextEnd;
    }
    if (text_[position_] == ',') {
      ++position_;
      return Ending::kCell;
    }
    if (text_.substr(position_, 2) == "\r\n") ++position_;
    if (text_[position_] != '\n') {
      return environment_error("line {}: a cell must end with a comma or a line end", line_);
    }
    ++position_;
    ++line_;
    return Ending::kRecord;
  }

  std::string_view text_;
  std::size_t position_ = 0;
  std::size_t line_ = 1;
};

}  // namespace

Result<CsvRecords> split_records(std::string_view text) {
  CsvRecords result;
  Scanner scanner(text);
  while (!scanner.at_end()) {
    CsvRecord record{scanner.line(), {}};
    Ending ending = Ending::kCell;
    while (ending == Ending::kCell) {
      auto next = scanner.next_cell(record.cells.emplace_back());
      if (!next) return tl::unexpected(next.error());
      ending = *next;
    }
    if (ending == Ending::kTextEnd) {
      result.truncated = true;
      break;
    }
    result.records.push_back(std::move(record));
  }
  return result;
}

std::string quoted(std::string_view cell) {
  if (cell.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(cell);
  std::string result = "\"";
  for (const char c : cell) {
    if (c == '"') result.push_back('"');
    result.push_back(c);
  }
  result.push_back('"');
  return result;
}

}  // namespace harness::results
