#include <optional>
#include <string>
#include <thread>

#include <nlohmann/json.hpp>

#include "harness/verify/manifest_match.hpp"
#include "harness/verify/probe.hpp"

namespace harness::verify {
namespace {

Finding info_matches(Probe& probe) {
  const auto response = probe.get("/__info");
  if (auto problem = wrong_status(response, 200)) return failed("{}", *problem);
  const auto mismatches = info_mismatches(response.body, probe.stack());
  if (!mismatches.empty()) return failed("{}", fmt::join(mismatches, "; "));
  return passed("/__info says what the manifest declares");
}

/// Summed over the workers; nothing when /__stats cannot be read.
std::optional<std::int64_t> requests_served(const Probe& probe) {
  const auto stats = nlohmann::json::parse(probe.get("/__stats").body, nullptr, false);
  if (!stats.is_object() || !stats.contains("workers") || !stats["workers"].is_array()) return std::nullopt;
  std::int64_t sum = 0;
  for (const auto& worker : stats["workers"]) {
    if (!worker.is_object() || !worker.contains("requests")) return std::nullopt;
    if (!worker["requests"].is_number_integer()) return std::nullopt;
    sum += worker["requests"].get<std::int64_t>();
  }
  return sum;
}

Finding stats_count(Probe& probe) {
  constexpr int kSent = 15;
  const auto before = requests_served(probe);
  for (int i = 0; i < kSent; ++i) {
    const auto response = probe.get(i % 3 == 0 ? "/nope" : "/plaintext");
    if (!response.failure.empty()) return failed("{}: {}", response.asked, response.failure);
  }
  auto after = requests_served(probe);
  // A server may count after its last byte has left, so a thread of its own may be a moment late.
  for (int i = 0; i < 5 && before && after && *after - *before < kSent; ++i) {
    std::this_thread::sleep_for(milliseconds(20));
    after = requests_served(probe);
  }
  if (!before || !after) return failed("/__stats has no workers[].requests that are integers");
  if (*after - *before != kSent)
    return failed("sent {} requests, /__stats counted {}", kSent, *after - *before);
  return passed("{} sent, {} counted", kSent, *after - *before);
}

}  // namespace

std::vector<Rule> identity_rules() {
  return {{"info-matches-manifest", {}, info_matches}, {"stats-counts", {}, stats_count}};
}

}  // namespace harness::verify
