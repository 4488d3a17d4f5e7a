#include "harness/stream/sse_plan.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <vector>

namespace harness::stream {
namespace {

constexpr std::uint64_t kMostEvents = 10'000'000;  // one bit each and stream

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

}  // namespace

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
  if (problems.empty()) return {};
  return tl::unexpected(joined(ErrorCode::kUsage, problems));
}

}  // namespace harness::stream
