#pragma once
// What the JSON of every kind of load writes alike. "Not measured" is null, never 0.
#include <span>

#include <nlohmann/json.hpp>

#include "harness/load/guards.hpp"
#include "harness/stats/histogram.hpp"

namespace harness::cli {

/// Due times of a schedule that are hashed: enough to tell two schedules apart, and quick.
inline constexpr std::uint64_t kScheduleHashed = 10'000;

/// {min, mean, p50, p90, p99, p99_9, max} in microseconds.
[[nodiscard]] nlohmann::ordered_json latency_json(const stats::Histogram& histogram);
[[nodiscard]] nlohmann::ordered_json microseconds_or_null(std::optional<Nanoseconds> value);
[[nodiscard]] nlohmann::ordered_json guards_json(std::span<const load::Guard> guards);

}  // namespace harness::cli
