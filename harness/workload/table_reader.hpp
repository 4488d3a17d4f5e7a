#pragma once
// Reads one TOML table key by key and writes down everything that is wrong with it. A reader function asks
// for the keys it knows and then calls finish(), which complains about all others.
// After a problem the calls go on with a harmless value: the caller looks at Problems once, at the end.
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/base/duration.hpp"
#include "harness/workload/toml_value.hpp"

namespace harness::workload {

class TableReader {
 public:
  /// `field` is the table's own path inside the file ("profile.ci"), empty for the file itself.
  TableReader(const TomlTable& table, std::filesystem::path file, std::string field, Problems& problems);

  std::string required_string(std::string_view key);
  /// Empty when the key is absent; a key that is there must say something.
  std::string optional_string(std::string_view key);
  std::string one_of(std::string_view key, const std::vector<std::string>& words);
  /// Letters, digits, '.', '_', '-' and single '/': ids become CSV cells, file names and command line words.
  std::string id(std::string_view key);

  Nanoseconds duration(std::string_view key, Nanoseconds at_least = Nanoseconds(1));
  int integer(std::string_view key, int at_least = 1, int at_most = std::numeric_limits<int>::max());
  /// Positive and finite.
  double number(std::string_view key);
  std::optional<double> optional_number(std::string_view key);
  bool boolean(std::string_view key);
  bool boolean_or(std::string_view key, bool absent);

  /// No item empty or twice.
  std::vector<std::string> string_list(std::string_view key, std::size_t at_least = 1);
  std::vector<std::string> optional_string_list(std::string_view key);
  /// As a list, but repetition means something: argv.
  std::vector<std::string> words(std::string_view key);
  std::vector<int> integer_list(std::string_view key, int at_least = 1);
  std::vector<int> optional_integer_list(std::string_view key);
  std::map<std::string, std::string> string_map(std::string_view key);

  /// [[key]]: one reader per table, at least one.
  std::vector<TableReader> tables(std::string_view key);
  /// [key.name]: one named reader per table, at least one.
  std::vector<std::pair<std::string, TableReader>> named_tables(std::string_view key);

  /// [key]: its reader; nothing when the key is absent.
  std::optional<TableReader> optional_table(std::string_view key);

  /// `schema = 1`, the version of the file's form.
  void schema();
  /// Unknown keys are problems: a misspelt key would otherwise silently change a measurement.
  void finish();

  /// A problem the caller found, at the key's line (or the table's when the key is absent).
  void problem(std::string_view key, std::string_view message);
  [[nodiscard]] bool has(std::string_view key);

 private:
  const TomlValue* lookup(std::string_view key);
  const TomlValue* required(std::string_view key, std::string_view example);
  template <typename T>
  const T* as(std::string_view key, const TomlValue* value, std::string_view example);
  void wrong_type(std::string_view key, const TomlValue& value, std::string_view example);
  std::string text(std::string_view key, const TomlValue* value, std::string_view example = "\"…\"");
  double positive(std::string_view key, const TomlValue* value);
  int bounded(std::string_view key, const TomlValue& value, int at_least, int at_most);
  std::vector<std::string> strings(std::string_view key, const TomlValue* value, bool unique);
  std::vector<int> integers(std::string_view key, const TomlValue* value, int at_least);
  void problem_at(int line, std::string_view key, std::string_view message);
  [[nodiscard]] std::string path_of(std::string_view key) const;

  const TomlTable* table_;
  std::filesystem::path file_;
  std::string field_;
  Problems* problems_;
  std::vector<std::string> known_;
};

}  // namespace harness::workload
