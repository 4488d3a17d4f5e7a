#include "harness/process/ready_line.hpp"

#include <limits>

#include <nlohmann/json.hpp>

namespace harness::process {
namespace {

/// Absent when it is something else, or more than that: 2^32 + 1 as an int would be process 1.
std::optional<int> number_up_to(int most, const nlohmann::json& value) {
  if (!value.is_number_unsigned()) return std::nullopt;
  const auto number = value.get<std::uint64_t>();
  if (number == 0 || number > static_cast<std::uint64_t>(most)) return std::nullopt;
  return static_cast<int>(number);
}

}  // namespace

std::optional<ReadyLine> parse_ready_line(std::string_view line) {
  const auto json = nlohmann::json::parse(line, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object() || !json.contains("ready") || json["ready"] != true) return std::nullopt;
  ReadyLine ready;
  if (const auto port = json.find("port"); port != json.end())
    ready.port = number_up_to(std::numeric_limits<std::uint16_t>::max(), *port);
  if (const auto pids = json.find("pids"); pids != json.end() && pids->is_array()) {
    for (const auto& pid : *pids) {
      if (const auto number = number_up_to(std::numeric_limits<int>::max(), pid))
        ready.pids.push_back(*number);
    }
  }
  return ready;
}

}  // namespace harness::process
