#pragma once
// Numbers and words the way people read them. Pure; no locale. "–" stands for not measured, never 0.
#include <optional>
#include <string>
#include <string_view>

namespace harness::report {

inline constexpr std::string_view kNotMeasured = "–";

/// 20310 → "20,310" with no decimals; 40.2 → "40.2" with one.
[[nodiscard]] std::string with_thousands(double value, int decimals = 0);
/// Three significant digits: 0.0512 → "0.0512", 50.41 → "50.4", 1234.5 → "1,234".
[[nodiscard]] std::string three_digits(std::optional<double> value);
/// Text from files may hold escape sequences; a terminal must not obey them: each control character is a
/// blank.
[[nodiscard]] std::string harmless(std::string_view text);
/// For a line of Markdown or a cell of its tables, as harmless and on one line: a bar would end a cell, <
/// begin a tag, and a bracket before another a link. What marks a line at its beginning is not looked at:
/// nobody begins one with it.
[[nodiscard]] std::string for_markdown(std::string_view cell);
/// Columns a terminal shows: counts code points, which is right for the characters we print.
[[nodiscard]] std::size_t display_width(std::string_view text);
[[nodiscard]] std::string padded_left(std::string_view text, std::size_t width);   ///< right-aligned
[[nodiscard]] std::string padded_right(std::string_view text, std::size_t width);  ///< left-aligned
/// Breaks at spaces; no line is wider than `width` unless one word is. Continuation lines start with `indent`
/// spaces.
[[nodiscard]] std::string wrapped(std::string_view text, std::size_t width, std::size_t indent);

}  // namespace harness::report
