#include "harness/results/csv_records.hpp"

#include <array>

namespace harness::results {
namespace {

constexpr auto kEndsPlainCell = [] {
  std::array<bool, 256> ends{};
  for (const char c : {',', '\n', '\r', '"'}) ends[static_cast<unsigned char>(c)] = true;
  return ends;
}();

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
  while (ending == Ending::kCell) ending = next_cell();
  if (ending == Ending::kMalformed) return environment_error("{}", problem_);
  truncated_ = ending == Ending::kTextEnd;
  return !truncated_;
}

CsvReader::Ending CsvReader::malformed(std::string_view what) {
  problem_ = fmt::format("line {}: {}", line_, what);
  return Ending::kMalformed;
}

CsvReader::Ending CsvReader::next_cell() {
  return !at_end() && text_[position_] == '"' ? quoted_cell() : plain_cell();
}

CsvReader::Ending CsvReader::plain_cell() {
  std::size_t stop = position_;
  while (stop < text_.size() && !kEndsPlainCell[static_cast<unsigned char>(text_[stop])]) ++stop;
  if (stop < text_.size() && text_[stop] == '"') return malformed("a quote within an unquoted cell");
  cells_.push_back(text_.substr(position_, stop - position_));
  position_ = stop;
  return ending();
}

CsvReader::Ending CsvReader::quoted_cell() {
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

CsvReader::Ending CsvReader::ending() {
  if (!at_end() && text_[position_] == ',') {
    ++position_;
    return Ending::kCell;
  }
  if (at_end() || text_.substr(position_) == "\r") {
    position_ = text_.size();
    return Ending::kTextEnd;
  }
  if (text_.substr(position_, 2) == "\r\n") ++position_;
  if (text_[position_] != '\n') return malformed("a cell must end with a comma or a line end");
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
