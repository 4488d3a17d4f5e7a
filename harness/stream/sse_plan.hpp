#pragma once
// A server-sent-events load: many streams of the same kind, opened at once. Plain data; validate() names
// everything that is wrong. How long it takes is up to the stream: events ÷ rate.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

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
};

/// Errors: kUsage, all problems at once, each naming field, value and remedy.
[[nodiscard]] Result<void> validate(const SsePlan& plan);

}  // namespace harness::stream
