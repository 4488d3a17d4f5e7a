#pragma once
// The one line a server prints when it listens: {"ready":true,"pids":[12,13],"port":8080}. Used inside
// process/ only.
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace harness::process {

struct ReadyLine {
  std::vector<int> pids;    ///< empty when the server did not say
  std::optional<int> port;  ///< nullopt when it did not say
};

/// nullopt for every other line: runtimes may print their banner first.
[[nodiscard]] std::optional<ReadyLine> parse_ready_line(std::string_view line);

}  // namespace harness::process
