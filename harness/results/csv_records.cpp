#include "harness/results/csv_records.hpp"

#include <algorithm>

namespace harness::results {
namespace {

bool ends_plain_cell(char c) {
  return c == ',' || c == '\n' || c == '\r' || c == '"';
}

std::string with_single_quotes(std::string_view doubled) {
  std::string text;
  for (std::size_t i = 0; i < doubled.size(); ++i) {
    text.push_back(doubled[i]);
    if (doubled[i] == '"') ++i;
  }
  return text;
}

}  // namespace

Result<bool> CsvReader::next() {
  cells_.clear();
  unescaped_.clear();
  if (at_end()) return false;
  record_line_ = line_;
  Ending ending = Ending::kCell;
  while (ending == Ending::kCell) {
    const auto ended = next_cell();
    if (!ended) return tl::unexpected(ended.error());
    ending = *ended;
  }
  truncated_ = ending == Ending::kTextEnd;
  return !truncated_;
}

Result<CsvReader::Ending> CsvReader::next_cell() {
  return !at_end() && text_[position_] == '"' ? quoted_cell() : plain_cell();
}

Result<CsvReader::Ending> CsvReader::plain_cell() {
  const auto begin = text_.begin() + static_cast<std::ptrdiff_t>(position_);
  const auto stop = std::find_if(begin, text_.end(), ends_plain_cell);
  if (stop != text_.end() && *stop == '"')
    return environment_error("line {}: a quote within an unquoted cell", line_);
  const auto size = static_cast<std::size_t>(stop - begin);
  cells_.push_back(text_.substr(position_, size));
  position_ += size;
  return ending();
}

Result<CsvReader::Ending> CsvReader::quoted_cell() {
  const std::size_t begin = ++position_;
  bool doubled = false;
  for (; !at_end(); ++position_) {
    if (text_[position_] == '\n') ++line_;
    if (text_[position_] != '"') continue;
    if (text_.substr(position_, 2) == "\"\"") {
      doubled = true;
      ++position_;
      continue;
    }
    const std::string_view cell = text_.substr(begin, position_ - begin);
    cells_.push_back(doubled ? unescaped_.emplace_back(with_single_quotes(cell)) : cell);
    ++position_;
    return ending();
  }
  return Ending::kTextEnd;
}

Result<CsvReader::Ending> CsvReader::ending() {
  if (at_end() || text_.substr(position_) == "\r") {
    position_ = text_.size();
    return Ending::kTextEnd;
  }
  if (text_[position_] == ',') {
    ++position_;
    return Ending::kCell;
  }
  if (text_.substr(position_, 2) == "\r\n") ++position_;
  if (text_[position_] != '\n')
    return environment_error("line {}: a cell must end with a comma or a line end", line_);
  ++position_;
  ++line_;
  return Ending::kRecord;
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
