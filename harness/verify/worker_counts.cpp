#include "harness/verify/worker_counts.hpp"

#include <vector>

#include <nlohmann/json.hpp>

#include "harness/stats/fairness.hpp"

namespace harness::verify {

std::optional<WorkerCounts> worker_counts(std::string_view stats_json) {
  const auto stats = nlohmann::json::parse(stats_json, nullptr, false);
  if (!stats.is_object() || !stats.contains("workers") || !stats["workers"].is_array()) return std::nullopt;
  WorkerCounts counts;
  for (const auto& worker : stats["workers"]) {
    if (!worker.is_object() || !worker.contains("requests")) return std::nullopt;
    if (!worker["requests"].is_number_unsigned()) return std::nullopt;
    const bool named = worker.contains("pid") && worker["pid"].is_number_integer();
    const auto nth = static_cast<std::int64_t>(counts.size());
    counts[named ? worker["pid"].get<std::int64_t>() : nth] += worker["requests"].get<std::uint64_t>();
  }
  return counts;
}

std::optional<WorkerCounts> line_counts(std::string_view stats_json) {
  const auto stats = nlohmann::json::parse(stats_json, nullptr, false);
  if (!stats.is_object() || !stats.contains("lines") || !stats["lines"].is_number_unsigned())
    return std::nullopt;
  return WorkerCounts{{0, stats["lines"].get<std::uint64_t>()}};
}

std::uint64_t total(const WorkerCounts& counts) {
  std::uint64_t sum = 0;
  for (const auto& [pid, requests] : counts) sum += requests;
  return sum;
}

std::optional<double> evenness(const WorkerCounts& before, const WorkerCounts& after) {
  std::vector<std::uint32_t> shares;
  for (const auto& [pid, requests] : after) {
    const auto earlier = before.find(pid);
    if (earlier == before.end() || requests < earlier->second) return std::nullopt;
    shares.push_back(static_cast<std::uint32_t>(requests - earlier->second));
  }
  return before.size() == after.size() ? stats::jain_index(shares) : std::nullopt;
}

}  // namespace harness::verify
