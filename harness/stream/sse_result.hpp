#pragma once
// What one server-sent-events load measured. Plain data; absent means not measured.
#include <cstdint>
#include <optional>
#include <string>

#include "harness/base/duration.hpp"
#include "harness/stats/histogram.hpp"
#include "harness/stream/message_ledger.hpp"

namespace harness::stream {

enum class SseEnding : std::uint8_t {
  kToTheEnd,      ///< the last event came
  kEndedEarly,    ///< the server ended it, or the connection broke, before the last event
  kStalled,       ///< no event for a timeout, though the connection lived on
  kStillRunning,  ///< more than a timeout behind, or stopped by the user
  kConnectFailed,
  kNoAnswer,  ///< connected, and no response head within the timeout
  kRefused,   ///< an answer that is not 200 text/event-stream
  kBroken,    ///< no HTTP, or the framing of the body is wrong
  kLeft,      ///< the client left, because its stay was over
};

/// tried = the sum of the others.
struct SseStreams {
  std::uint64_t tried = 0;
  std::uint64_t to_the_end = 0;
  std::uint64_t ended_early = 0;
  std::uint64_t stalled = 0;
  std::uint64_t still_running = 0;
  std::uint64_t connect_failed = 0;
  std::uint64_t no_answer = 0;
  std::uint64_t refused = 0;
  std::uint64_t broken = 0;
  std::uint64_t left = 0;
  void add(SseEnding ending);
  [[nodiscard]] std::uint64_t ended() const {
    return to_the_end + ended_early + stalled + still_running + connect_failed + no_answer + refused +
           broken + left;
  }
};

/// What the events of one stream, or of all, were like.
struct SseCounts {
  std::uint64_t received = 0;  ///< different ids of the promised ones
  std::uint64_t missing = 0;   ///< ids that were skipped: a higher one came
  std::uint64_t duplicated = 0;
  std::uint64_t reordered = 0;   ///< came after a higher id (RFC 4737, section 3.3)
  std::uint64_t strangers = 0;   ///< an id that was not promised, or none
  std::uint64_t wrong_data = 0;  ///< the data does not say {"i":id,"t":…}
  std::uint64_t oversized = 0;
  void merge(const SseCounts& other);
  friend bool operator==(const SseCounts&, const SseCounts&) = default;
};

/// When events came. Deadlines are absolute, from the first event of their stream: a slow clock cannot hide.
struct SseTimes {
  stats::Histogram first_event;    ///< request sent → first event
  stats::Histogram cadence_error;  ///< |arrival − deadline|, of every event but the first of its stream
  Nanoseconds earliest{0};         ///< most negative arrival − deadline
  Nanoseconds latest{0};           ///< most positive
  stats::Histogram delivery;       ///< arrival − t of the server, where that is this machine's clock
  stats::Histogram response;       ///< of a stay: of what was due in its window, due → arrival
};

/// Of a stay: what was due in its window, by when event 0 of each stream says that it was made.
struct SseStayResult {
  MessageLedger ledger{};
  Nanoseconds window{0};
  std::uint64_t bytes_in = 0;  ///< of the bodies, in the window
  std::uint64_t early = 0;     ///< of the whole load: events that say they were made before they were due
  Nanoseconds client_cpu{0};   ///< of the load thread, in the window
  double client_busy_share = 0;
  std::optional<double> client_in_line_share{};
  /// Quantiles of the times above this are lower bounds; see load::LoadResult.
  [[nodiscard]] double exact_up_to() const {
    const std::uint64_t all = ledger.answered + ledger.in_flight_at_end + ledger.never_sent;
    return all == 0 ? 1 : static_cast<double>(ledger.answered) / static_cast<double>(all);
  }
  /// Events that were due in the window and came, per second of it.
  [[nodiscard]] double throughput() const {
    return window.count() == 0 ? 0 : static_cast<double>(ledger.answered) / to_seconds(window);
  }
};

struct SseResult {
  SseStreams streams;
  MessageLedger ledger;  ///< scheduled = events × streams
  SseCounts counts;
  SseTimes times;
  stats::Histogram connect;     ///< TCP
  stats::Histogram head;        ///< request sent → response head
  std::uint64_t left_open = 0;  ///< streams whose last event came and that the server did not end
  std::uint64_t bytes_in = 0;   ///< of the bodies
  Nanoseconds length{0};        ///< from the first connect to the end of the last stream
  Nanoseconds client_cpu{0};
  std::optional<SseStayResult> stay;
  bool interrupted = false;
  std::string first_problem;  ///< empty if none
};

}  // namespace harness::stream
