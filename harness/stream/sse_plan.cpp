#include "harness/stream/sse_plan.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <vector>

#include "harness/base/random.hpp"

namespace harness::stream {
namespace {

constexpr std::uint64_t kMostEvents = 10'000'000;  // one bit each and stream
constexpr Nanoseconds kTimeToAnswer = milliseconds(100);
constexpr std::uint64_t kOpeningMoments = 1;  // what a random stream is for

/// The value of `name` in the query; the last one counts, as servers differ otherwise.
std::optional<std::string_view> parameter(std::string_view target, std::string_view name) {
  std::optional<std::string_view> found;
  const std::size_t question = target.find('?');
  std::string_view rest = question == std::string_view::npos ? "" : target.substr(question + 1);
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    if (pair.starts_with(name) && pair.substr(name.size()).starts_with('='))
      found = pair.substr(name.size() + 1);
  }
  return found;
}

template <typename Number>
std::optional<Number> number_in(std::optional<std::string_view> text) {
  Number number{};
  if (!text) return std::nullopt;
  const auto [end, failure] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (failure != std::errc{} || end != text->data() + text->size()) return std::nullopt;
  return number;
}

void check_stay(const SsePlan& plan, std::vector<std::string>& problems) {
  const SseStay& stay = *plan.stay;
  if (stay.duration <= Nanoseconds(0)) problems.emplace_back("duration: must be longer than 0");
  if (stay.lead_in < least_lead_in(plan)) {
    problems.push_back(
        fmt::format("lead_in: {} is too short to open all streams over one interval; at least {}",
                    human(stay.lead_in), human(least_lead_in(plan))));
  }
  const Nanoseconds all = stay.lead_in + stay.duration + std::max(stay.drain, Nanoseconds(0));
  if (plan.cadence.due(plan.cadence.events) <= all) {
    problems.push_back(fmt::format("n: {} events at {} per second end before {} are over; ask for more",
                                   plan.cadence.events, plan.cadence.rate.value, human(all)));
  }
}

}  // namespace

bool is_event_stream(std::string_view target) {
  return target.substr(0, target.find('?')) == "/sse";
}

std::string target_of(const SseCadence& cadence) {
  return fmt::format("/sse?n={}&hz={:g}", cadence.events, cadence.rate.value);
}

Nanoseconds least_lead_in(const SsePlan& plan) {
  return plan.cadence.due(1) + kTimeToAnswer;
}

std::vector<Nanoseconds> opening_moments(const SsePlan& plan) {
  Random random = random_stream(plan.stay ? plan.stay->seed : 0, {kOpeningMoments});
  const auto interval = static_cast<double>(plan.cadence.due(1).count());
  std::vector<Nanoseconds> moments;
  for (int i = 0; i < plan.streams; ++i)
    moments.emplace_back(static_cast<std::int64_t>(interval * random.unit()));
  std::ranges::sort(moments);
  return moments;
}

Result<SseCadence> cadence_of(std::string_view target) {
  const auto events = number_in<std::uint64_t>(parameter(target, "n"));
  const auto hz = number_in<double>(parameter(target, "hz"));
  if (!events || !hz) {
    return usage_error(
        "target '{}': {} is missing or no number; how many events are expected, and when, is written as "
        "/sse?n=100&hz=10",
        target, events ? "hz" : "n");
  }
  return SseCadence{*events, {*hz}};
}

Result<void> validate(const SsePlan& plan) {
  std::vector<std::string> problems;
  if (plan.port == 0) problems.emplace_back("port: 0 is not a port; name the server's port");
  if (plan.streams < 1) problems.push_back(fmt::format("streams: {} must be at least 1", plan.streams));
  const SseCadence& cadence = plan.cadence;
  if (cadence.events < 1 || cadence.events > kMostEvents)
    problems.push_back(fmt::format("n: {} must be from 1 to {}", cadence.events, kMostEvents));
  const bool has_rate = cadence.rate.value > 0 && std::isfinite(cadence.rate.value);
  if (!has_rate) problems.push_back(fmt::format("hz: {} must be greater than 0", cadence.rate.value));
  if (plan.timeout <= Nanoseconds(0)) problems.emplace_back("timeout: must be longer than 0");
  if (has_rate && to_seconds(plan.timeout) * cadence.rate.value <= 2) {
    problems.push_back(fmt::format(
        "timeout: {} is not longer than two intervals of {} events/s; every stream would count as stalled",
        human(plan.timeout), cadence.rate.value));
  }
  if (plan.connect_patience <= Nanoseconds(0))
    problems.emplace_back("connect_patience: must be longer than 0");
  if (plan.stay && has_rate) check_stay(plan, problems);
  if (problems.empty()) return {};
  return tl::unexpected(joined(ErrorCode::kUsage, problems));
}

}  // namespace harness::stream
