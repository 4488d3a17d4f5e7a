#pragma once
// A TOML file as plain values that remember their line, in the order they were written.
// Keeps toml++ (seconds of compile time) inside one .cpp file.
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "harness/workload/problems.hpp"
#include "harness/workload/toml_text.hpp"

namespace harness::workload {

struct TomlEntry;
struct TomlValue;

struct TomlTable {
  int line = 1;  ///< of its header; 1 for the file itself
  std::vector<TomlEntry> entries;
  [[nodiscard]] const TomlEntry* find(std::string_view key) const;
};

using TomlList = std::vector<TomlValue>;

/// Dates and times: no file here has one, so their value is not kept.
struct TomlDate {};

struct TomlValue {
  int line = 1;
  std::variant<std::string, std::int64_t, double, bool, TomlDate, TomlList, TomlTable> data;
};

struct TomlEntry {
  std::string key;
  int line = 1;
  TomlValue value;
};

/// What the value is, for messages: "a string", "a whole number", "a list"…
[[nodiscard]] std::string_view kind_of(const TomlValue& value);

/// The table in a text; syntax errors (with line and column) and a file that could not be read go to
/// `problems` as well as a false answer.
[[nodiscard]] bool read_toml(const TomlText& text, Problems& problems, TomlTable& table);

}  // namespace harness::workload
