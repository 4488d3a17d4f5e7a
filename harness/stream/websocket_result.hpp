#pragma once
// What one WebSocket load measured. Plain data; absent means not measured.
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "harness/load/recorder.hpp"
#include "harness/stats/histogram.hpp"
#include "harness/stream/message_fanout.hpp"
#include "harness/stream/message_ledger.hpp"
#include "harness/stream/message_tracker.hpp"

namespace harness::stream {

/// tried = the sum of the others.
struct Handshakes {
  std::uint64_t tried = 0;
  std::uint64_t established = 0;
  std::uint64_t connect_failed = 0;
  std::uint64_t refused = 0;    ///< a well-formed answer that is not 101
  std::uint64_t timed_out = 0;  ///< connected, and no answer within the patience
  std::uint64_t broken = 0;     ///< closed instead of answering, or an answer that is none
  [[nodiscard]] bool balances() const {
    return tried == established + connect_failed + refused + timed_out + broken;
  }
};

/// How the established connections ended; each has exactly one of these.
struct WebSocketEndings {
  std::uint64_t closed_by_us = 0;      ///< at the end of the load, and the server answered the close
  std::uint64_t close_unanswered = 0;  ///< at the end of the load, and it did not
  std::map<std::uint16_t, std::uint64_t>
      closed_by_peer;                     ///< during the load, by close code; 1005: none given
  std::uint64_t without_close_frame = 0;  ///< during the load: reset, or end of stream
  std::uint64_t protocol_error = 0;       ///< during the load: the server's frames broke RFC 6455
  [[nodiscard]] std::uint64_t during_load() const;
  [[nodiscard]] std::uint64_t all() const { return closed_by_us + close_unanswered + during_load(); }
};

struct FanoutResult {
  std::uint64_t messages_sent = 0;      ///< intended inside the window
  std::uint64_t messages_complete = 0;  ///< of these, delivered in time to every member there was
  stats::Histogram skew;                ///< of the complete ones: last delivery − first delivery
  stats::Histogram slowest;             ///< of the complete ones: last delivery − intended
  FanoutCounts counts;                  ///< of the whole load
};

/// Beside the fan-out of the ticks, which are its messages.
struct GameResult {
  int hz = 0;
  std::uint64_t early = 0;         ///< ticks made before they were due
  std::uint64_t wrong_places = 0;  ///< ticks in which somebody is not where their steps lead
  std::uint64_t steps_due = 0;     ///< inside the window
  std::uint64_t steps_seen = 0;    ///< of these, in a tick that arrived
  stats::Histogram step_seen;      ///< of these: from when the step was due to that tick's first arrival
};

struct WebSocketResult {
  Handshakes handshakes;
  stats::Histogram connect;    ///< TCP, of the established ones
  stats::Histogram handshake;  ///< request sent → 101, of the established ones
  MessageLedger ledger;        ///< messages intended inside the window; in a room or game: their deliveries
  stats::Histogram service;  ///< done − sent of the answered ones; a game: empty, who sends has another clock
  std::optional<load::OpenLoopTimes> open_loop;  ///< absent in a closed loop
  std::optional<stats::Histogram> failures;      ///< intended → failure
  MessageCounts counts;                          ///< echo: of the whole load
  std::optional<FanoutResult> fan_out;           ///< room; game
  std::optional<GameResult> game;
  std::uint64_t unreadable = 0;  ///< of the whole load: not a text this conversation has
  WebSocketEndings endings;
  double throughput = 0;       ///< answers (deliveries) per second inside the window
  std::uint64_t bytes_in = 0;  ///< payload inside the window, without framing
  std::uint64_t bytes_out = 0;
  Nanoseconds window{0};
  Nanoseconds client_cpu{0};  ///< CPU time of the load thread inside the window
  double client_busy_share = 0;
  /// Of the window: the load thread stood ready while something else had its CPU.
  std::optional<double> client_in_line_share;
  bool interrupted = false;
  std::string first_problem;  ///< empty if none

  /// Quantiles of the latencies above this are lower bounds; see load::LoadResult.
  [[nodiscard]] double exact_up_to() const {
    const std::uint64_t all = ledger.answered + ledger.in_flight_at_end + ledger.never_sent;
    return all == 0 ? 1 : static_cast<double>(ledger.answered) / static_cast<double>(all);
  }
  /// Room or game: delivered ÷ (sent × members); what was in flight at the end counts as not delivered.
  [[nodiscard]] std::optional<double> completeness() const {
    const std::uint64_t sent = ledger.scheduled - ledger.never_sent;
    if (!fan_out || sent == 0) return std::nullopt;
    return static_cast<double>(ledger.answered) / static_cast<double>(sent);
  }
};

}  // namespace harness::stream
