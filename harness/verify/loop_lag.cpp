#include "harness/verify/loop_lag.hpp"

#include <nlohmann/json.hpp>

namespace harness::verify {

std::optional<double> loop_lag_max_us(std::string_view stats_json) {
  const auto stats = nlohmann::json::parse(stats_json, nullptr, false);
  if (!stats.is_object() || !stats.contains("loop_lag_us")) return std::nullopt;
  const auto& lag = stats["loop_lag_us"];
  if (!lag.is_object() || !lag.contains("max") || !lag["max"].is_number_unsigned()) return std::nullopt;
  return static_cast<double>(lag["max"].get<std::uint64_t>());
}

}  // namespace harness::verify
