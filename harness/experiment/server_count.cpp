#include "harness/experiment/server_count.hpp"

#include <nlohmann/json.hpp>
#include <time.h>

#include "harness/process/control_client.hpp"

namespace harness::experiment {

std::optional<std::uint64_t> requests_counted(std::uint16_t port) {
  const auto body = process::get_body(port, "/__stats");
  if (!body) return std::nullopt;
  const auto stats = nlohmann::json::parse(*body, nullptr, false);
  if (!stats.is_object() || !stats.contains("workers") || !stats["workers"].is_array()) return std::nullopt;
  std::uint64_t sum = 0;
  for (const auto& worker : stats["workers"]) {
    if (!worker.is_object() || !worker.contains("requests")) return std::nullopt;
    if (!worker["requests"].is_number_unsigned()) return std::nullopt;
    sum += worker["requests"].get<std::uint64_t>();
  }
  return sum;
}

std::optional<std::uint64_t> requests_counted_since(std::uint16_t port, std::uint64_t before,
                                                    std::uint64_t expected) {
  constexpr int kTries = 5;
  constexpr timespec kPause{0, 20'000'000};
  for (int attempt = 1;; ++attempt) {
    const auto now = requests_counted(port);
    if (!now || *now < before) return std::nullopt;
    if (*now - before >= expected || attempt == kTries) return *now - before;
    ::nanosleep(&kPause, nullptr);
  }
}

}  // namespace harness::experiment
