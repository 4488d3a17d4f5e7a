#pragma once
// Follows one event stream: which of the promised events came, in which order and how far from their moments.
// Pure: bytes and times in, numbers out. Threading: one per stream. Memory: one bit per event, and what
// SseParser needs, whatever the server sends. Errors: none; everything that is wrong is counted.
#include <optional>
#include <string>
#include <string_view>

#include "harness/base/clock.hpp"
#include "harness/stream/message_ids.hpp"
#include "harness/stream/sse_parser.hpp"
#include "harness/stream/sse_plan.hpp"
#include "harness/stream/sse_result.hpp"

namespace harness::stream {

class SseTracker {
 public:
  explicit SseTracker(const SseCadence& cadence) : cadence_(cadence) {}

  void requested(Instant at) { requested_ = last_event_ = at; }
  /// Bytes of the body, in order; times are shared by all streams of a load.
  void feed(std::string_view bytes, Instant at, SseTimes& times);

  [[nodiscard]] Instant last_event() const { return last_event_; }  ///< or the request
  [[nodiscard]] bool at_the_end() const { return next_expected_ == cadence_.events; }
  [[nodiscard]] SseCounts counts() const;
  /// Every promised event gets its fate.
  [[nodiscard]] MessageLedger ledger(SseEnding ending) const;
  [[nodiscard]] const std::string& first_problem() const { return first_problem_; }

 private:
  void take(const SseEvent& event, Instant at, SseTimes& times);
  void time(std::uint64_t id, Instant at, SseTimes& times);
  void explain(std::string problem);

  SseCadence cadence_;
  SseParser parser_;
  MessageIds came_;
  std::uint64_t next_expected_ = 0;  ///< one above the highest id that came
  Instant requested_;
  Instant last_event_;
  std::optional<Instant> begins_;  ///< when event 0 was due, from the first event that came
  SseCounts counts_;
  std::string first_problem_;
};

}  // namespace harness::stream
