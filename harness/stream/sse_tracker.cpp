#include "harness/stream/sse_tracker.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include <fmt/format.h>

namespace harness::stream {
namespace {

constexpr Nanoseconds kSameClock = seconds(60);

std::optional<std::uint64_t> take_number(std::string_view& text) {
  std::uint64_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc{}) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

std::optional<std::uint64_t> whole_number(std::string_view text) {
  const auto number = take_number(text);
  return text.empty() ? number : std::nullopt;
}

/// The t of {"i":id,"t":…}.
std::optional<std::uint64_t> server_time(std::string_view data, std::uint64_t id) {
  constexpr std::string_view kHead = R"({"i":)";
  constexpr std::string_view kMiddle = R"(,"t":)";
  if (!data.starts_with(kHead)) return std::nullopt;
  data.remove_prefix(kHead.size());
  if (take_number(data) != id || !data.starts_with(kMiddle)) return std::nullopt;
  data.remove_prefix(kMiddle.size());
  const auto time = take_number(data);
  return data == "}" ? time : std::nullopt;
}

}  // namespace

void SseTracker::feed(std::string_view bytes, Instant at, SseTimes& times) {
  while (const auto event = parser_.next(bytes)) take(*event, at, times);
}

void SseTracker::take(const SseEvent& event, Instant at, SseTimes& times) {
  const auto id = whole_number(event.id);
  if (!id || *id >= cadence_.events) {
    ++counts_.strangers;
    return explain(fmt::format("an event with the id '{}', which was not promised", event.id.substr(0, 40)));
  }
  last_event_ = at;
  if (!came_.insert(*id)) {
    ++counts_.duplicated;
    return explain(fmt::format("event {} came twice", *id));
  }
  if (*id < next_expected_) ++counts_.reordered;
  if (*id > next_expected_) explain(fmt::format("event {} came where {} was expected", *id, next_expected_));
  next_expected_ = std::max(next_expected_, *id + 1);
  const auto sent = server_time(event.data, *id);
  if (!sent) {
    ++counts_.wrong_data;
    explain(fmt::format("event {} has other data than {{\"i\":{},\"t\":…}}", *id, *id));
  } else {
    const Nanoseconds delivery(at.since_start.count() - static_cast<std::int64_t>(*sent));
    if (delivery >= Nanoseconds(0) && delivery < kSameClock) times.delivery.record(delivery);
  }
  time(*id, at, times);
}

void SseTracker::time(std::uint64_t id, Instant at, SseTimes& times) {
  if (!begins_) {
    begins_ = at - cadence_.due(id);
    times.first_event.record(at - requested_);
    return;
  }
  const Nanoseconds error = at - (*begins_ + cadence_.due(id));
  times.cadence_error.record(std::chrono::abs(error));
  times.earliest = std::min(times.earliest, error);
  times.latest = std::max(times.latest, error);
}

SseCounts SseTracker::counts() const {
  SseCounts counts = counts_;
  counts.received = came_.size();
  counts.missing = next_expected_ - came_.size();
  counts.oversized = parser_.oversized();
  return counts;
}

MessageLedger SseTracker::ledger(SseEnding ending) const {
  MessageLedger ledger;
  ledger.scheduled = cadence_.events;
  ledger.answered = came_.size();
  ledger.lost = next_expected_ - came_.size();
  const std::uint64_t rest = cadence_.events - next_expected_;
  switch (ending) {
    case SseEnding::kToTheEnd:
    case SseEnding::kStalled:
      ledger.lost += rest;
      break;
    case SseEnding::kEndedEarly:
    case SseEnding::kBroken:
      ledger.cut_off += rest;
      break;
    case SseEnding::kStillRunning:
      ledger.in_flight_at_end += rest;
      break;
    case SseEnding::kConnectFailed:
    case SseEnding::kNoAnswer:
    case SseEnding::kRefused:
      ledger.never_sent += rest;
      break;
  }
  return ledger;
}

void SseTracker::explain(std::string problem) {
  if (first_problem_.empty()) first_problem_ = std::move(problem);
}

void SseCounts::merge(const SseCounts& other) {
  received += other.received;
  missing += other.missing;
  duplicated += other.duplicated;
  reordered += other.reordered;
  strangers += other.strangers;
  wrong_data += other.wrong_data;
  oversized += other.oversized;
}

void SseStreams::add(SseEnding ending) {
  switch (ending) {
    case SseEnding::kToTheEnd:
      ++to_the_end;
      break;
    case SseEnding::kEndedEarly:
      ++ended_early;
      break;
    case SseEnding::kStalled:
      ++stalled;
      break;
    case SseEnding::kStillRunning:
      ++still_running;
      break;
    case SseEnding::kConnectFailed:
      ++connect_failed;
      break;
    case SseEnding::kNoAnswer:
      ++no_answer;
      break;
    case SseEnding::kRefused:
      ++refused;
      break;
    case SseEnding::kBroken:
      ++broken;
      break;
  }
}

}  // namespace harness::stream
