#include "harness/results/csv_records.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

namespace harness::results {
namespace {

constexpr auto kEndsPlainCell = [] {
  std::array<bool, 256> ends{};
  for (const char c : {',', '\n', '\r', '"'}) ends[static_cast<unsigned char>(c)] = true;
  return ends;
}();

/// Eight characters at a time, most cells being shorter: all that end a plain one are below '-', as few
/// others are. Source: H. S. Warren, Hacker's Delight, 2nd ed., 6-1 (a byte below n sets the high bit of its
/// place; so may one behind it, which is why each is looked at).
std::size_t plain_cell_end(std::string_view text, std::size_t from) {
  constexpr std::uint64_t kEach = 0x0101010101010101;
  if constexpr (std::endian::native == std::endian::little) {
    for (std::uint64_t eight; text.size() - from >= sizeof eight; from += sizeof eight) {
      std::memcpy(&eight, text.data() + from, sizeof eight);
      std::uint64_t low = (eight - '-' * kEach) & ~eight & (0x80 * kEach);
      for (; low != 0; low &= low - 1) {
        const std::size_t at = from + static_cast<std::size_t>(std::countr_zero(low)) / 8;
        if (kEndsPlainCell[static_cast<unsigned char>(text[at])]) return at;
      }
    }
  }
  while (from < text.size() && !kEndsPlainCell[static_cast<unsigned char>(text[from])]) ++from;
  return from;
}

/// Whether the text goes on as it did at `before`, a plain cell of it, up to and with the character that ends
/// that. Mostly eight characters hold both.
bool goes_on_like(std::string_view before, std::string_view text, std::size_t from) {
  const std::size_t with_end = before.size() + 1;
  std::uint64_t then = 0;
  std::uint64_t now = 0;
  if (text.size() - from < std::max(with_end, sizeof now)) return false;
  if (std::endian::native != std::endian::little || with_end > sizeof now)
    return std::memcmp(before.data(), text.data() + from, with_end) == 0;
  std::memcpy(&then, before.data(), sizeof then);
  std::memcpy(&now, text.data() + from, sizeof now);
  return (then ^ now) << (8 * (sizeof now - with_end)) == 0;
}

/// As memchr does it, many characters at once.
std::size_t count_of(char wanted, std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = text.find(wanted); at != std::string_view::npos; at = text.find(wanted, at + 1))
    ++count;
  return count;
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
  cells_.resize(count_);
  for (const std::size_t cell : quoted_) cells_[cell] = {};  // not as it stands in the text
  count_ = 0;
  changed_.clear();
  quoted_.clear();
  unescaped_.clear();
  if (at_end()) return false;
  record_line_ = line_;
  Ending ending = Ending::kCell;
  while (ending == Ending::kCell) ending = next_cell();
  if (ending == Ending::kMalformed) return environment_error("{}", problem_);
  truncated_ = ending == Ending::kTextEnd;
  return !truncated_;
}

std::vector<CsvReader> CsvReader::divided(std::size_t parts) const {
  std::vector<CsvReader> readers;
  CsvReader rest(text_.substr(position_), line_);
  for (; parts > 1; --parts) {
    const std::string_view part = rest.text_.substr(0, rest.record_end(rest.text_.size() / parts));
    readers.push_back(CsvReader(part, rest.line_));
    rest = CsvReader(rest.text_.substr(part.size()), rest.line_ + count_of('\n', part));
  }
  readers.push_back(rest);
  return readers;
}

// A line end belongs to a cell when an odd number of quotes stands before it, doubled ones included. In text
// that is malformed this may cut anywhere; then a part has an error, and no row of it or of a later part is
// used.
std::size_t CsvReader::record_end(std::size_t least) const {
  bool quoted = count_of('"', text_.substr(0, least)) % 2 == 1;
  for (std::size_t i = least; i < text_.size(); ++i) {
    if (text_[i] == '"') quoted = !quoted;
    if (text_[i] == '\n' && !quoted) return i + 1;
  }
  return text_.size();
}

CsvReader::Ending CsvReader::malformed(std::string_view what) {
  problem_ = fmt::format("line {}: {}", line_, what);
  return Ending::kMalformed;
}

void CsvReader::take(std::string_view cell) {
  if (count_ == cells_.size()) cells_.emplace_back();
  cells_[count_] = cell;
  changed_.push_back(count_++);
}

void CsvReader::pass_unchanged() {
  std::size_t at = position_;
  std::size_t count = count_;
  for (; count + 1 < cells_.size(); ++count) {
    std::string_view& cell = cells_[count];
    if (cell.data() == nullptr || !goes_on_like(cell, text_, at)) break;
    cell = text_.substr(at, cell.size());  // what lies far back is in no cache when it is next compared
    at += cell.size() + 1;
  }
  position_ = at;
  count_ = count;
}

CsvReader::Ending CsvReader::next_cell() {
  pass_unchanged();
  return !at_end() && text_[position_] == '"' ? quoted_cell() : plain_cell();
}

CsvReader::Ending CsvReader::plain_cell() {
  const std::size_t stop = plain_cell_end(text_, position_);
  if (stop < text_.size() && text_[stop] == '"') return malformed("a quote within an unquoted cell");
  take(text_.substr(position_, stop - position_));
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
    quoted_.push_back(count_);
    take(doubled ? unescaped_.emplace_back(with_single_quotes(cell)) : cell);
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
