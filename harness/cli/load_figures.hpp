#pragma once
// What the JSON of every kind of load writes alike. "Not measured" is null, never 0.
#include <optional>
#include <span>

#include <nlohmann/json.hpp>

#include "harness/load/guards.hpp"
#include "harness/load/schedule.hpp"
#include "harness/stats/histogram.hpp"

namespace harness::cli {

[[nodiscard]] inline nlohmann::ordered_json or_null(const std::optional<double>& value) {
  return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json(nullptr);
}
/// {min, mean, p50, p90, p99, p99_9, max} in microseconds.
[[nodiscard]] nlohmann::ordered_json latency_json(const stats::Histogram& histogram);
[[nodiscard]] nlohmann::ordered_json microseconds_or_null(std::optional<Nanoseconds> value);
/// `rate` (null: a closed loop) and, of an open loop, what its due times follow from.
void describe_schedule(nlohmann::ordered_json& json, const std::optional<load::ScheduleSpec>& schedule,
                       const char* dispatch);
[[nodiscard]] nlohmann::ordered_json guards_json(std::span<const load::Guard> guards);

}  // namespace harness::cli
