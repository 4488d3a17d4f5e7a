#pragma once
// Follows one event stream: which of the promised events came, in which order and how far from their moments.
// With a window it also keeps the books of what was due in it: event 0 says when it was made, on the clock
// that all processes of a machine share, and event i is due i ÷ rate after that. Pure: bytes and times in,
// numbers out. Threading: one per stream. Memory: one bit per event, and what SseParser needs, whatever the
// server sends. Errors: none; everything that is wrong is counted.
#include <optional>
#include <string>
#include <string_view>

#include "harness/base/clock.hpp"
#include "harness/load/window.hpp"
#include "harness/stream/message_ids.hpp"
#include "harness/stream/sse_parser.hpp"
#include "harness/stream/sse_plan.hpp"
#include "harness/stream/sse_result.hpp"

namespace harness::stream {

class SseTracker {
 public:
  explicit SseTracker(const SseCadence& cadence) : cadence_(cadence) {}

  void measure(const load::Window& window) { window_ = window; }
  void requested(Instant at) { requested_ = last_event_ = at; }
  /// Bytes of the body, in order; times are shared by all streams of a load.
  void feed(std::string_view bytes, Instant at, SseTimes& times);

  [[nodiscard]] Instant last_event() const { return last_event_; }  ///< or the request
  [[nodiscard]] bool at_the_end() const { return next_expected_ == cadence_.events; }
  [[nodiscard]] SseCounts counts() const;
  /// Every promised event gets its fate.
  [[nodiscard]] MessageLedger ledger(SseEnding ending) const;
  /// With a window: every event that was due in it gets its fate.
  [[nodiscard]] MessageLedger ledger_of_window(SseEnding ending) const;
  [[nodiscard]] std::uint64_t early() const { return early_; }
  [[nodiscard]] std::uint64_t bytes_in_window() const { return bytes_in_window_; }
  [[nodiscard]] const std::string& first_problem() const { return first_problem_; }

 private:
  void take(const SseEvent& event, Instant at, SseTimes& times);
  void time(std::uint64_t id, Instant at, SseTimes& times);
  void learn_when_it_began(std::uint64_t id, std::optional<std::uint64_t> made, Instant at);
  void count_in_window(std::uint64_t id, std::optional<std::uint64_t> made, Instant at, SseTimes& times);
  [[nodiscard]] Instant due_of(std::uint64_t id) const;
  [[nodiscard]] std::uint64_t due_before(Instant moment) const;  ///< how many events are
  void explain(std::string problem);

  SseCadence cadence_;
  SseParser parser_;
  MessageIds came_;
  std::uint64_t next_expected_ = 0;  ///< one above the highest id that came
  std::optional<Instant> requested_;
  Instant last_event_;
  std::optional<Instant> begins_;  ///< when event 0 was due, from the first event that came
  SseCounts counts_;
  std::optional<load::Window> window_;
  std::optional<Instant> made_first_;  ///< when event 0 says that it was made
  std::uint64_t right_in_window_ = 0;
  std::uint64_t wrong_in_window_ = 0;
  std::uint64_t bytes_in_window_ = 0;
  std::uint64_t early_ = 0;
  std::string first_problem_;
};

}  // namespace harness::stream
