#include "harness/report/text.hpp"

#include <cmath>

#include <fmt/format.h>

#include "harness/base/printable.hpp"

namespace harness::report {

std::string with_thousands(double value, int decimals) {
  std::string text = fmt::format("{:.{}f}", value, decimals);
  const std::size_t point = text.find('.');
  const std::size_t first = text.starts_with('-') ? 1 : 0;
  for (std::size_t at = point == std::string::npos ? text.size() : point; at > first + 3;) {
    at -= 3;
    text.insert(at, ",");
  }
  return text;
}

std::string three_digits(std::optional<double> value) {
  if (!value) return std::string(kNotMeasured);
  const double size = std::abs(*value);
  if (size == 0) return "0";
  const int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 3 : 4;
  return with_thousands(*value, decimals);
}

std::string harmless(std::string_view text) {
  std::string clean;
  for (const char c : text) clean += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
  return clean;
}

std::string for_markdown(std::string_view cell) {
  const std::string text = printable(cell);
  std::string escaped;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool may_end_a_link_text =
        text[i] == ']' && i + 1 < text.size() && (text[i + 1] == '(' || text[i + 1] == '[');
    if (may_end_a_link_text || std::string_view("|<\\`*").find(text[i]) != std::string_view::npos)
      escaped += '\\';
    escaped += text[i];
  }
  return escaped;
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (const char c : text) width += (static_cast<unsigned char>(c) & 0xC0U) == 0x80U ? 0 : 1;
  return width;
}

std::string padded_left(std::string_view text, std::size_t width) {
  const std::size_t have = display_width(text);
  return std::string(have < width ? width - have : 0, ' ') + std::string(text);
}

std::string padded_right(std::string_view text, std::size_t width) {
  const std::size_t have = display_width(text);
  return std::string(text) + std::string(have < width ? width - have : 0, ' ');
}

std::string wrapped(std::string_view text, std::size_t width, std::size_t indent) {
  std::string result;
  std::size_t column = 0;
  while (!text.empty()) {
    const std::size_t space = text.find(' ');
    const std::string_view word = text.substr(0, space);
    const std::size_t wide = display_width(word);
    if (column > 0 && column + 1 + wide > width) {
      result += '\n' + std::string(indent, ' ');
      column = indent;
    } else if (column > 0) {
      result += ' ';
      ++column;
    }
    result += word;
    column += wide;
    text.remove_prefix(space == std::string_view::npos ? text.size() : space + 1);
  }
  return result;
}

}  // namespace harness::report
