#pragma once
// What one load measured. Plain data; absent means not measured.
#include <cstdint>
#include <optional>
#include <string>

#include "harness/base/clock.hpp"
#include "harness/load/ledger.hpp"
#include "harness/stats/histogram.hpp"

namespace harness::load {

struct LoadResult {
  Ledger ledger;              ///< requests sent inside the window
  stats::Histogram service;   ///< done − sent of the ok ones
  double throughput_rps = 0;  ///< ok answers per second inside the window (recorder.hpp says how edges count)
  double mean_in_flight = 0;  ///< measured, not assumed
  Nanoseconds lead_in{0};     ///< how long it really took
  Nanoseconds window{0};
  Instant window_opened;
  std::uint64_t sent_in_all = 0;  ///< with lead-in and lead-out: what the server has been asked
  std::uint64_t bytes_in = 0;
  std::uint64_t bytes_out = 0;
  std::uint64_t new_connections =
      0;  ///< established after the initial set: keep-alive lost, resets, timeouts
  std::uint64_t connections_without_response = 0;  ///< not one answer inside the window
  std::uint64_t failures_outside_window = 0;       ///< in the lead-in; they are not in the ledger
  Nanoseconds client_cpu{0};                       ///< CPU time of the workers inside the window
  double client_busy_share = 0;                    ///< of the busiest worker, 0 … 1
  bool interrupted = false;                        ///< the user stopped it; the window was cut short
  std::string first_problem;                       ///< what the first failure looked like; empty if none

  std::optional<double> answered_mean_ns;  ///< mean service time of the answers that came inside the window

  /// X · R̄ / N. Little's law says 1 when every connection always had one request in flight and the latencies
  /// are those of all requests. Source: Little 1961, L = λW.
  /// R̄ is the mean of two means: over the requests sent and over those answered inside the window. When the
  /// speed drifts, one is late and the other early by the same amount, so the drift cancels to first order;
  /// when some connections starve for longer than the window, neither sees their latency and the law is
  /// visibly broken. Absent without answers.
  [[nodiscard]] std::optional<double> little_ratio(int connections) const {
    const auto sent_mean_ns = service.mean_ns();
    if (!sent_mean_ns || !answered_mean_ns || connections <= 0) return std::nullopt;
    return throughput_rps * (*sent_mean_ns + *answered_mean_ns) / 2 * 1e-9 / connections;
  }
};

}  // namespace harness::load
