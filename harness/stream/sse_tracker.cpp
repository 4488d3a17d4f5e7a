#include "harness/stream/sse_tracker.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include <fmt/format.h>

namespace harness::stream {
namespace {

constexpr Nanoseconds kSameClock = seconds(60);
/// Servers round i ÷ rate in their own way.
constexpr Nanoseconds kRounding = microseconds(1);

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

Instant instant_of(std::uint64_t ns) {
  return {Nanoseconds(static_cast<std::int64_t>(ns))};
}

/// What becomes of events that had not come when their stream ended like this.
void give_fate(MessageLedger& ledger, SseEnding ending, std::uint64_t count) {
  switch (ending) {
    case SseEnding::kToTheEnd:
    case SseEnding::kStalled:
      ledger.lost += count;
      break;
    case SseEnding::kEndedEarly:
    case SseEnding::kBroken:
      ledger.cut_off += count;
      break;
    case SseEnding::kStillRunning:
    case SseEnding::kLeft:
      ledger.in_flight_at_end += count;
      break;
    case SseEnding::kConnectFailed:
    case SseEnding::kNoAnswer:
    case SseEnding::kRefused:
      ledger.never_sent += count;
      break;
  }
}

}  // namespace

void SseTracker::feed(std::string_view bytes, Instant at, SseTimes& times) {
  if (window_ && window_->counts(at)) bytes_in_window_ += bytes.size();
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
  if (window_) count_in_window(*id, sent, at, times);
}

/// Of a server that leaves event 0 out, nobody knows.
void SseTracker::learn_when_it_began(std::uint64_t id, std::optional<std::uint64_t> made, Instant at) {
  if (made_first_) return;
  made_first_ = requested_.value_or(at);
  if (id != 0 || !made) return;
  const Instant said = instant_of(*made);
  if (said >= *made_first_ && said <= at) {
    made_first_ = said;
    return;
  }
  ++early_;
  explain(said > at ? "event 0 says that it was made after it came"
                    : "event 0 says that it was made before it was asked for");
}

void SseTracker::count_in_window(std::uint64_t id, std::optional<std::uint64_t> made, Instant at,
                                 SseTimes& times) {
  learn_when_it_began(id, made, at);
  const Instant due = due_of(id);
  if (made && id > 0 && instant_of(*made) + kRounding < due) {
    ++early_;
    explain(fmt::format("event {} was made {} before it was due", id, human(due - instant_of(*made))));
  }
  if (!window_->counts(due)) return;
  ++(made ? right_in_window_ : wrong_in_window_);
  if (made) times.response.record(std::max(at - due, Nanoseconds(1)));
}

/// A stream that nobody could ask for would have been one with an event at the opening of the window.
Instant SseTracker::due_of(std::uint64_t id) const {
  return made_first_.value_or(requested_.value_or(window_->opens)) + cadence_.due(id);
}

std::uint64_t SseTracker::due_before(Instant moment) const {
  const double intervals = to_seconds(moment - due_of(0)) * cadence_.rate.value;
  std::uint64_t count = std::min(static_cast<std::uint64_t>(std::max(intervals, 0.0)), cadence_.events);
  while (count > 0 && due_of(count - 1) >= moment) --count;
  while (count < cadence_.events && due_of(count) < moment) ++count;
  return count;
}

MessageLedger SseTracker::ledger_of_window(SseEnding ending) const {
  const std::uint64_t first = due_before(window_->opens);
  const std::uint64_t end = due_before(window_->closes);
  const std::uint64_t passed = std::clamp(next_expected_, first, end);
  MessageLedger ledger;
  ledger.scheduled = end - first;
  ledger.answered = right_in_window_;
  ledger.wrong_answer = wrong_in_window_;
  ledger.lost = passed - first - right_in_window_ - wrong_in_window_;
  give_fate(ledger, ending, end - passed);
  return ledger;
}

void SseTracker::time(std::uint64_t id, Instant at, SseTimes& times) {
  if (!begins_) {
    begins_ = at - cadence_.due(id);
    times.first_event.record(at - requested_.value_or(at));
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
  give_fate(ledger, ending, cadence_.events - next_expected_);
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
    case SseEnding::kLeft:
      ++left;
      break;
  }
}

}  // namespace harness::stream
