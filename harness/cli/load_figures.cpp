#include "harness/cli/load_figures.hpp"

namespace harness::cli {

using nlohmann::ordered_json;

ordered_json microseconds_or_null(std::optional<Nanoseconds> value) {
  return value ? ordered_json(to_microseconds(*value)) : ordered_json(nullptr);
}

ordered_json latency_json(const stats::Histogram& histogram) {
  ordered_json json;
  json["min"] = microseconds_or_null(histogram.min());
  const auto mean = histogram.mean_ns();
  json["mean"] = mean ? ordered_json(*mean / 1e3) : ordered_json(nullptr);
  json["p50"] = microseconds_or_null(histogram.quantile(0.5));
  json["p90"] = microseconds_or_null(histogram.quantile(0.9));
  json["p99"] = microseconds_or_null(histogram.quantile(0.99));
  json["p99_9"] = microseconds_or_null(histogram.quantile(0.999));
  json["max"] = microseconds_or_null(histogram.max());
  return json;
}

void describe_schedule(ordered_json& json, const std::optional<load::ScheduleSpec>& schedule,
                       const char* dispatch) {
  constexpr std::uint64_t kHashed = 10'000;  // due times: enough to tell two schedules apart, and quick
  json["rate"] = schedule ? ordered_json(schedule->rate.value) : ordered_json(nullptr);
  if (!schedule) return;
  json["arrivals"] = load::name_of(schedule->arrivals);
  json["dispatch"] = dispatch;
  json["seed"] = schedule->seed;
  json["schedule_sha256"] = load::schedule_sha256(load::Schedule(*schedule), kHashed);
}

ordered_json guards_json(std::span<const load::Guard> guards) {
  ordered_json json = ordered_json::array();
  for (const load::Guard& guard : guards) {
    json.push_back({{"code", guard.code}, {"level", load::name_of(guard.level)}, {"detail", guard.detail}});
  }
  return json;
}

}  // namespace harness::cli
