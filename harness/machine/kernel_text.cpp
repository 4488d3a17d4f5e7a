#include "harness/machine/kernel_text.hpp"

#include <charconv>
#include <sstream>

#include "harness/base/file.hpp"

namespace harness::machine {
namespace {

template <typename Number>
std::optional<Number> to_number(std::string_view text) {
  Number value{};
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const auto first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

std::vector<std::string> words(std::string_view text) {
  std::istringstream in{std::string(text)};
  std::vector<std::string> found;
  for (std::string word; in >> word;) found.push_back(word);
  return found;
}

std::optional<std::string> read_text(const std::filesystem::path& path) {
  const Result<std::string> content = read_file(path);
  if (!content) return std::nullopt;
  const std::string_view text = trimmed(*content);
  if (text.empty()) return std::nullopt;
  return std::string(text);
}

std::optional<std::string> field(std::string_view text, std::string_view name, char separator) {
  while (!text.empty()) {
    const auto line_end = text.find('\n');
    const std::string_view line = text.substr(0, line_end);
    text.remove_prefix(line_end == std::string_view::npos ? text.size() : line_end + 1);
    const auto border = line.find(separator);
    if (border == std::string_view::npos || trimmed(line.substr(0, border)) != name) continue;
    const std::string_view value = trimmed(line.substr(border + 1));
    if (value.empty()) return std::nullopt;
    return std::string(value);
  }
  return std::nullopt;
}

std::optional<std::uint64_t> to_unsigned(std::string_view text) {
  return to_number<std::uint64_t>(text);
}
std::optional<double> to_double(std::string_view text) {
  return to_number<double>(text);
}

}  // namespace harness::machine
