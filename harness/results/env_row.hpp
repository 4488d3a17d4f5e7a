#pragma once
// One row of env.csv: a fact about the host, the build or a runtime. Plain data, free text.
#include <algorithm>
#include <span>
#include <string>
#include <string_view>

namespace harness::results {

struct EnvRow {
  std::string key;     ///< "cpu.model"
  std::string value;   ///< may be empty: the source exists and says nothing
  std::string source;  ///< "/proc/cpuinfo"; empty when we computed it

  friend bool operator==(const EnvRow&, const EnvRow&) = default;
};

/// Of the first row with this key; empty when there is none.
[[nodiscard]] inline std::string value_of(std::span<const EnvRow> env, std::string_view key) {
  const auto found = std::ranges::find(env, key, &EnvRow::key);
  return found == env.end() ? std::string() : found->value;
}

}  // namespace harness::results
