#include "harness/workload/table_reader.hpp"

#include <algorithm>
#include <cmath>

#include "harness/base/suggest.hpp"

namespace harness::workload {
namespace {

bool blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

bool usable_as_id(std::string_view text) {
  constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/";
  // ".." and empty parts would let an id leave the folder that is named after it.
  return text.find_first_not_of(kAllowed) == std::string_view::npos &&
         text.find("..") == std::string_view::npos && text.find("//") == std::string_view::npos &&
         !text.starts_with('/') && !text.ends_with('/');
}

bool repeated(const std::vector<std::string>& earlier, const std::string& word) {
  return std::find(earlier.begin(), earlier.end(), word) != earlier.end();
}

}  // namespace

TableReader::TableReader(const TomlTable& table, std::filesystem::path file, std::string field,
                         Problems& problems)
    : table_(&table), file_(std::move(file)), field_(std::move(field)), problems_(&problems) {}

std::string TableReader::required_string(std::string_view key) {
  return text(key, required(key, "\"…\""));
}

std::string TableReader::optional_string(std::string_view key) {
  return text(key, lookup(key));
}

std::string TableReader::one_of(std::string_view key, const std::vector<std::string>& words) {
  std::string word = required_string(key);
  if (!word.empty() && !repeated(words, word)) {
    problem(key, fmt::format("unknown value '{}': choose a known one.{}", word, suggestion(word, words)));
  }
  return word;
}

std::string TableReader::id(std::string_view key) {
  std::string word = required_string(key);
  if (!usable_as_id(word)) {
    problem(key, fmt::format("'{}' cannot be an id: use letters, digits, '.', '_', '-' and '/' between parts",
                             word));
  }
  return word;
}

Nanoseconds TableReader::duration(std::string_view key, Nanoseconds at_least) {
  constexpr std::string_view kExample = "\"500ms\"";
  const std::string written = text(key, required(key, kExample), kExample);
  if (written.empty()) return at_least;
  const Result<Nanoseconds> parsed = parse_duration(written);
  if (!parsed) {
    problem(key, parsed.error().message);
    return at_least;
  }
  if (*parsed < at_least)
    problem(key, fmt::format("must be longer than nothing ('{}'): write it like {}", written, kExample));
  return *parsed;
}

int TableReader::integer(std::string_view key, int at_least, int at_most) {
  const TomlValue* value = required(key, std::to_string(std::max(1, at_least)));
  return value ? bounded(key, *value, at_least, at_most) : at_least;
}

double TableReader::number(std::string_view key) {
  return positive(key, required(key, "1.10"));
}

std::optional<double> TableReader::optional_number(std::string_view key) {
  const TomlValue* value = lookup(key);
  return value ? std::optional(positive(key, value)) : std::nullopt;
}

bool TableReader::boolean(std::string_view key) {
  const bool* value = as<bool>(key, required(key, "true"), "true");
  return value && *value;
}

bool TableReader::boolean_or(std::string_view key, bool absent) {
  return has(key) ? boolean(key) : absent;
}

std::vector<std::string> TableReader::string_list(std::string_view key, std::size_t at_least) {
  const TomlValue* value = required(key, "[\"…\"]");
  std::vector<std::string> items = strings(key, value, true);
  const auto* list = value ? std::get_if<TomlList>(&value->data) : nullptr;
  if (list && list->size() < at_least) problem(key, "is an empty list: write at least one item");
  return items;
}

std::vector<std::string> TableReader::optional_string_list(std::string_view key) {
  return strings(key, lookup(key), true);
}

std::vector<std::string> TableReader::words(std::string_view key) {
  const TomlValue* value = required(key, "[\"…\"]");
  if (value && std::holds_alternative<std::string>(value->data)) {
    problem(key,
            fmt::format(
                "is one string ('{}'): write a list with one word per item, there is no shell to split it",
                std::get<std::string>(value->data)));
    return {};
  }
  std::vector<std::string> items = strings(key, value, false);
  const auto* list = value ? std::get_if<TomlList>(&value->data) : nullptr;
  if (list && list->empty()) problem(key, "is an empty list: write at least one item");
  return items;
}

std::vector<int> TableReader::integer_list(std::string_view key, int at_least) {
  const TomlValue* value = required(key, "[1]");
  const auto* list = value ? std::get_if<TomlList>(&value->data) : nullptr;
  if (list && list->empty()) problem(key, "is an empty list: write at least one item");
  return integers(key, value, at_least);
}

std::vector<int> TableReader::optional_integer_list(std::string_view key) {
  return integers(key, lookup(key), 1);
}

std::map<std::string, std::string> TableReader::string_map(std::string_view key) {
  std::map<std::string, std::string> result;
  const TomlTable* table = as<TomlTable>(key, lookup(key), "{ NAME = \"value\" }");
  if (!table) return result;
  for (const TomlEntry& entry : table->entries) {
    const auto* word = std::get_if<std::string>(&entry.value.data);
    if (word) {
      result.emplace(entry.key, *word);  // may be empty: NAME= is a meaningful environment entry
    } else {
      wrong_type(fmt::format("{}.{}", key, entry.key), entry.value, "\"…\"");
    }
  }
  return result;
}

std::vector<TableReader> TableReader::tables(std::string_view key) {
  std::vector<TableReader> readers;
  const TomlValue* value = lookup(key);
  if (!value) problem(key, fmt::format("is missing: add a [[{}]]", key));
  const TomlList* list = as<TomlList>(key, value, fmt::format("[[{}]]", key));
  if (!list) return readers;
  if (list->empty()) problem(key, fmt::format("is an empty list: add a [[{}]]", key));
  for (std::size_t i = 0; i < list->size(); ++i) {
    const std::string field = fmt::format("{}[{}]", key, i + 1);
    if (const TomlTable* table = as<TomlTable>(field, &(*list)[i], "{ … }")) {
      readers.emplace_back(*table, file_, path_of(field), *problems_);
    }
  }
  return readers;
}

std::optional<TableReader> TableReader::optional_table(std::string_view key) {
  const TomlValue* value = lookup(key);
  if (!value) return {};
  const TomlTable* table = as<TomlTable>(key, value, fmt::format("[{}]", key));
  if (!table) return {};
  return TableReader(*table, file_, path_of(key), *problems_);
}

std::vector<std::pair<std::string, TableReader>> TableReader::named_tables(std::string_view key) {
  std::vector<std::pair<std::string, TableReader>> readers;
  const TomlValue* value = lookup(key);
  if (!value) problem(key, fmt::format("is missing: add a [{}.…]", key));
  const TomlTable* table = as<TomlTable>(key, value, fmt::format("[{}.…]", key));
  if (!table) return readers;
  for (const TomlEntry& entry : table->entries) {
    const std::string field = fmt::format("{}.{}", key, entry.key);
    if (const TomlTable* inner = as<TomlTable>(field, &entry.value, fmt::format("[{}]", field))) {
      readers.emplace_back(entry.key, TableReader(*inner, file_, path_of(field), *problems_));
    }
  }
  return readers;
}

void TableReader::schema() {
  constexpr int kRead = 1;
  const auto* version = as<std::int64_t>("schema", required("schema", "1"), "1");
  if (version && *version != kRead) {
    problem("schema", fmt::format("is {}, this harness reads {}: write schema = {} or update the harness",
                                  *version, kRead, kRead));
  }
}

void TableReader::finish() {
  for (const TomlEntry& entry : table_->entries) {
    if (repeated(known_, entry.key)) continue;
    problem_at(entry.line, entry.key,
               fmt::format("is not a known key: correct or remove it.{}", suggestion(entry.key, known_)));
  }
}

void TableReader::problem(std::string_view key, std::string_view message) {
  const TomlEntry* entry = table_->find(key);
  problem_at(entry ? entry->line : table_->line, key, message);
}

bool TableReader::has(std::string_view key) {
  return lookup(key) != nullptr;
}

const TomlValue* TableReader::lookup(std::string_view key) {
  if (!repeated(known_, std::string(key))) known_.emplace_back(key);
  const TomlEntry* entry = table_->find(key);
  return entry ? &entry->value : nullptr;
}

const TomlValue* TableReader::required(std::string_view key, std::string_view example) {
  const TomlValue* value = lookup(key);
  if (!value) problem(key, fmt::format("is missing: add {} = {}", key, example));
  return value;
}

template <typename T>
const T* TableReader::as(std::string_view key, const TomlValue* value, std::string_view example) {
  if (!value) return nullptr;
  const T* typed = std::get_if<T>(&value->data);
  if (!typed) wrong_type(key, *value, example);
  return typed;
}

void TableReader::wrong_type(std::string_view key, const TomlValue& value, std::string_view example) {
  problem_at(value.line, key, fmt::format("must not be {}: write it like {}", kind_of(value), example));
}

std::string TableReader::text(std::string_view key, const TomlValue* value, std::string_view example) {
  const std::string* word = as<std::string>(key, value, example);
  if (!word) return {};
  if (blank(*word)) {
    problem_at(value->line, key, "is empty: write a value, or remove the key if it may be absent");
    return {};
  }
  return *word;
}

double TableReader::positive(std::string_view key, const TomlValue* value) {
  if (!value) return 1;
  double result = 0;
  if (const auto* whole = std::get_if<std::int64_t>(&value->data)) {
    result = static_cast<double>(*whole);
  } else if (const double* real = as<double>(key, value, "1.10")) {
    result = *real;
  } else {
    return 1;
  }
  if (std::isfinite(result) && result > 0) return result;
  problem_at(value->line, key, fmt::format("must be greater than 0 ({}): write it like 1.10", result));
  return 1;
}

int TableReader::bounded(std::string_view key, const TomlValue& value, int at_least, int at_most) {
  const auto* whole = as<std::int64_t>(key, &value, std::to_string(std::max(1, at_least)));
  if (!whole) return at_least;
  if (*whole >= at_least && *whole <= at_most) return static_cast<int>(*whole);
  const std::string range = *whole < at_least && at_most == std::numeric_limits<int>::max()
                                ? fmt::format("{} or more", at_least)
                                : fmt::format("from {} to {}", at_least, at_most);
  problem_at(value.line, key, fmt::format("must be {} ({}): correct the number", range, *whole));
  return at_least;
}

std::vector<std::string> TableReader::strings(std::string_view key, const TomlValue* value, bool unique) {
  std::vector<std::string> result;
  const TomlList* list = as<TomlList>(key, value, "[\"…\"]");
  if (!list) return result;
  for (std::size_t i = 0; i < list->size(); ++i) {
    std::string word = text(fmt::format("{}[{}]", key, i + 1), &(*list)[i]);
    if (word.empty()) continue;
    if (unique && repeated(result, word)) {
      problem_at((*list)[i].line, key, fmt::format("has '{}' twice: remove one", word));
      continue;
    }
    result.push_back(std::move(word));
  }
  return result;
}

std::vector<int> TableReader::integers(std::string_view key, const TomlValue* value, int at_least) {
  std::vector<int> result;
  const TomlList* list = as<TomlList>(key, value, "[1]");
  if (!list) return result;
  for (std::size_t i = 0; i < list->size(); ++i) {
    result.push_back(
        bounded(fmt::format("{}[{}]", key, i + 1), (*list)[i], at_least, std::numeric_limits<int>::max()));
  }
  return result;
}

void TableReader::problem_at(int line, std::string_view key, std::string_view message) {
  problems_->add(file_, line, path_of(key), message);
}

std::string TableReader::path_of(std::string_view key) const {
  return field_.empty() ? std::string(key) : fmt::format("{}.{}", field_, key);
}

}  // namespace harness::workload
