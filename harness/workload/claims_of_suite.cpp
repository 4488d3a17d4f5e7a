#include "harness/workload/claims_of_suite.hpp"

#include <type_traits>

#include "harness/workload/toml_value.hpp"

namespace harness::workload {
namespace {

void write(const TomlValue& value, std::string& bytes);

/// With its length, so that no text can look like the end of one and the begin of another.
void write(std::string_view text, std::string& bytes) {
  bytes += fmt::format("{}:{}", text.size(), text);
}

void write(const TomlTable& table, std::string& bytes) {
  for (const TomlEntry& entry : table.entries) {
    write(entry.key, bytes);
    write(entry.value, bytes);
  }
}

void write(const TomlValue& value, std::string& bytes) {
  bytes += fmt::format("<{} ", kind_of(value));
  std::visit(
      [&](const auto& data) {
        using Data = std::decay_t<decltype(data)>;
        if constexpr (std::is_arithmetic_v<Data>) {
          bytes += fmt::format("{}", data);
        } else if constexpr (std::is_same_v<Data, TomlList>) {
          for (const TomlValue& item : data) write(item, bytes);
        } else if constexpr (!std::is_same_v<Data, TomlDate>) {
          write(data, bytes);
        }
      },
      value.data);
  bytes += '>';
}

bool is_of(const TomlValue& claim, std::string_view suite) {
  const auto* table = std::get_if<TomlTable>(&claim.data);
  const TomlEntry* named = table ? table->find("suite") : nullptr;
  const auto* name = named ? std::get_if<std::string>(&named->value.data) : nullptr;
  return name && *name == suite;
}

}  // namespace

std::string claims_of_suite(std::string_view claims_text, std::string_view suite) {
  TomlTable file;
  Problems problems;
  if (!read_toml({"claims.toml", std::string(claims_text)}, problems, file)) return std::string(claims_text);
  for (TomlEntry& entry : file.entries) {
    auto* claims = std::get_if<TomlList>(&entry.value.data);
    if (entry.key == "claim" && claims)
      std::erase_if(*claims, [&](const TomlValue& claim) { return !is_of(claim, suite); });
  }
  std::string bytes;
  write(file, bytes);
  return bytes;
}

}  // namespace harness::workload
