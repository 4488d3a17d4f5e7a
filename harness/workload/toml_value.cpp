#include "harness/workload/toml_value.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <tuple>

#include <toml++/toml.h>

namespace harness::workload {
namespace {

int line_of(const toml::source_region& source) {
  return std::max(1, static_cast<int>(source.begin.line));
}

/// toml++ 3.3 has no bound for the parts of a dotted key, and a table inside a table for each of them ends
/// the stack. A key stands on one line and has dots between its parts: enough to count those, whatever they
/// are.
constexpr std::ptrdiff_t kMostDots = 64;

std::optional<int> line_with_too_many_dots(std::string_view text) {
  for (int line = 1; !text.empty(); ++line) {
    const std::string_view written = text.substr(0, text.find('\n'));
    if (std::count(written.begin(), written.end(), '.') > kMostDots) return line;
    text.remove_prefix(std::min(written.size() + 1, text.size()));
  }
  return std::nullopt;
}

TomlValue converted(const toml::node& node);

// toml++ sorts keys; readers and messages follow the author's order instead.
TomlTable converted_table(const toml::table& source) {
  std::vector<std::tuple<toml::source_position, const toml::key*, const toml::node*>> written;
  for (const auto& [key, node] : source) written.emplace_back(key.source().begin, &key, &node);
  std::sort(written.begin(), written.end(),
            [](const auto& a, const auto& b) { return std::get<0>(a) < std::get<0>(b); });
  TomlTable table{.line = line_of(source.source()), .entries = {}};
  for (const auto& [position, key, node] : written) {
    table.entries.push_back(
        {std::string(key->str()), std::max(1, static_cast<int>(position.line)), converted(*node)});
  }
  return table;
}

TomlValue converted(const toml::node& node) {
  TomlValue value{.line = line_of(node.source()), .data = TomlDate{}};
  if (const auto* string = node.as_string()) value.data = string->get();
  if (const auto* integer = node.as_integer()) value.data = integer->get();
  if (const auto* real = node.as_floating_point()) value.data = real->get();
  if (const auto* boolean = node.as_boolean()) value.data = boolean->get();
  if (const auto* table = node.as_table()) value.data = converted_table(*table);
  if (const auto* array = node.as_array()) {
    TomlList list;
    for (const auto& item : *array) list.push_back(converted(item));
    value.data = std::move(list);
  }
  return value;
}

}  // namespace

const TomlEntry* TomlTable::find(std::string_view key) const {
  const auto found =
      std::find_if(entries.begin(), entries.end(), [&](const auto& e) { return e.key == key; });
  return found == entries.end() ? nullptr : &*found;
}

std::string_view kind_of(const TomlValue& value) {
  constexpr std::array<std::string_view, 7> kKinds{
      "a string", "a whole number", "a number", "true or false", "a date or time", "a list", "a table"};
  static_assert(std::variant_size_v<decltype(TomlValue::data)> == kKinds.size());
  return kKinds[value.data.index()];
}

bool read_toml(const TomlText& text, Problems& problems, TomlTable& table) {
  if (!text.bytes) {
    problems.add(text.bytes.error().message + ": restore the file or correct the path");
    return false;
  }
  if (const auto line = line_with_too_many_dots(*text.bytes)) {
    problems.add(text.file, *line, "",
                 fmt::format("more than {} dots on a line: shorten the key, or break the text", kMostDots));
    return false;
  }
  try {
    table = converted_table(toml::parse(*text.bytes));
  } catch (const toml::parse_error& error) {  // the library knows no other way to say it
    problems.add(text.file, line_of(error.source()), "",
                 fmt::format("not TOML at column {}: {}", error.source().begin.column, error.description()));
    return false;
  }
  return true;
}

}  // namespace harness::workload
