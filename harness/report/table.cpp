#include "harness/report/table.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "harness/base/error.hpp"
#include "harness/report/text.hpp"

namespace harness::report {
namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

}  // namespace

void Table::add(std::vector<std::string> cells) {
  HARNESS_ASSERT(cells.size() == headings_.size());
  rows_.push_back(std::move(cells));
}

std::vector<std::string> Table::lines() const {
  std::vector<std::size_t> widths;
  for (const Heading& heading : headings_) widths.push_back(display_width(heading.text));
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], display_width(row[i]));
  }
  const auto line = [&](const auto& text_of) {
    std::string text;
    for (std::size_t i = 0; i < headings_.size(); ++i) {
      if (i > 0) text += "  ";
      text += headings_[i].align == Align::kLeft ? padded_right(text_of(i), widths[i])
                                                 : padded_left(text_of(i), widths[i]);
    }
    text.erase(text.find_last_not_of(' ') + 1);
    return text;
  };
  std::vector<std::string> result{line([&](std::size_t i) { return headings_[i].text; })};
  for (const auto& row : rows_) result.push_back(line([&](std::size_t i) { return row[i]; }));
  return result;
}

std::string Table::markdown() const {
  std::string text;
  const auto add_row = [&](const auto& text_of) {
    text += '|';
    for (std::size_t i = 0; i < headings_.size(); ++i)
      text += fmt::format(" {} |", for_markdown(trimmed(text_of(i))));
    text += '\n';
  };
  add_row([&](std::size_t i) { return std::string_view(headings_[i].text); });
  text += '|';
  for (const Heading& heading : headings_) text += heading.align == Align::kLeft ? "---|" : "---:|";
  text += '\n';
  for (const auto& row : rows_) add_row([&](std::size_t i) { return std::string_view(row[i]); });
  return text;
}

}  // namespace harness::report
