#pragma once
// A server-sent-events load: many streams of the same kind, opened at once and read to their end, which takes
// events ÷ rate; or opened one after the other and left when a window is over. Plain data; validate() names
// everything that is wrong.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/duration.hpp"
#include "harness/base/error.hpp"
#include "harness/base/rate.hpp"

namespace harness::stream {

/// What a stream promises: events 0 … events − 1, one every 1/rate.
struct SseCadence {
  std::uint64_t events = 0;
  RequestsPerSecond rate{0};
  /// When event `id` is due, from when event 0 is.
  [[nodiscard]] Nanoseconds due(std::uint64_t id) const {
    return from_seconds(static_cast<double>(id) / rate.value);
  }
};

/// Reads n and hz of "/sse?n=100&hz=10". Errors: kUsage, naming what is missing.
[[nodiscard]] Result<SseCadence> cadence_of(std::string_view target);

/// Clients that come, each at a moment of its own within one interval of the stream, and leave when what is
/// due in the window has come. So events are due at all times, not all streams' at once.
struct SseStay {
  Nanoseconds lead_in{0};   ///< from the first request to the window; at least least_lead_in()
  Nanoseconds duration{0};  ///< the measured window
  Nanoseconds drain{0};     ///< after it, what is late is waited for at most min(timeout, drain)
  std::uint64_t seed = 0;   ///< of the moments
};

struct SsePlan {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;
  std::string host_header = "127.0.0.1";
  std::string target;
  SseCadence cadence;
  int streams = 64;
  std::optional<int> cpu;  ///< the one thread is pinned to it
  /// From the request to the first event, and from each event to the next: then the stream is stalled.
  Nanoseconds timeout{seconds(10)};
  Nanoseconds connect_patience{seconds(10)};  ///< per stream, TCP
  std::optional<SseStay> stay;                ///< absent: each stream is read to its end
};

/// Is it one of the workload contract?
[[nodiscard]] bool is_event_stream(std::string_view target);
/// That of these events: "/sse?n=100&hz=10".
[[nodiscard]] std::string target_of(const SseCadence& cadence);

/// Of a stay: in which all streams are opened, and the last is answered.
[[nodiscard]] Nanoseconds least_lead_in(const SsePlan& plan);
/// Of a stay: when each stream is opened, from when the load begins; ascending.
[[nodiscard]] std::vector<Nanoseconds> opening_moments(const SsePlan& plan);

/// Errors: kUsage, all problems at once, each naming field, value and remedy.
[[nodiscard]] Result<void> validate(const SsePlan& plan);

}  // namespace harness::stream
