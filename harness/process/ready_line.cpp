#include "harness/process/ready_line.hpp"

#include <nlohmann/json.hpp>

namespace harness::process {

std::optional<ReadyLine> parse_ready_line(std::string_view line) {
  const auto json = nlohmann::json::parse(line, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object() || !json.contains("ready") || json["ready"] != true) return std::nullopt;
  ReadyLine ready;
  if (const auto port = json.find("port"); port != json.end() && port->is_number_integer())
    ready.port = port->get<int>();
  if (const auto pids = json.find("pids"); pids != json.end() && pids->is_array()) {
    for (const auto& pid : *pids) {
      if (pid.is_number_integer()) ready.pids.push_back(pid.get<int>());
    }
  }
  return ready;
}

}  // namespace harness::process
