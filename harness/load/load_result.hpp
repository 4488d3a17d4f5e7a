#pragma once
// What one load measured. Plain data; absent means not measured.
#include <cstdint>
#include <optional>
#include <string>

#include "harness/base/clock.hpp"
#include "harness/load/ledger.hpp"
#include "harness/load/recorder.hpp"
#include "harness/stats/histogram.hpp"

namespace harness::load {

struct LoadResult {
  Ledger ledger;                             ///< requests intended for a moment inside the window
  stats::Histogram service;                  ///< done − sent of the ok ones
  std::optional<OpenLoopTimes> open_loop;    ///< absent in a closed loop
  std::optional<stats::Histogram> failures;  ///< intended → failure, of those that were not ok
  stats::Histogram connect;                  ///< how long it took to establish each connection
  std::optional<WireTimes> wire;             ///< of the requests that were stamped; absent when none was
  Tail tail;                                 ///< the slowest ok answers
  std::optional<Series> series;
  std::optional<double> jain_index;         ///< of the answers per connection inside the window
  std::uint64_t waited_for_connection = 0;  ///< open loop: due while no connection was free
  /// How long before a due time the client stops sleeping, as calibrated; 0 when it never spins.
  Nanoseconds spin_margin{0};
  double throughput_rps = 0;  ///< ok answers per second inside the window (recorder.hpp says how edges count)
  double mean_in_flight = 0;  ///< measured, not assumed
  Nanoseconds lead_in{0};     ///< how long it really took
  Nanoseconds window{0};      ///< of all turns together
  std::size_t turns = 1;
  Instant window_opened;
  std::uint64_t sent_in_all = 0;    ///< with lead-in and lead-out: what the server has been asked
  std::uint64_t not_ok_in_all = 0;  ///< of these, without an ok answer: the server may not have counted them
  std::uint64_t bytes_in = 0;
  std::uint64_t bytes_out = 0;
  std::uint64_t new_connections =
      0;  ///< established after the initial set: keep-alive lost, resets, timeouts
  std::uint64_t connections_without_response = 0;  ///< not one answer inside the window
  std::uint64_t failures_outside_window = 0;       ///< in the lead-in; they are not in the ledger
  Nanoseconds client_cpu{0};                       ///< CPU time of the workers inside the window
  double client_busy_share = 0;                    ///< of the busiest worker, 0 … 1
  /// Share of the window the worker that waited most stood ready while something else had its CPU.
  std::optional<double> client_in_line_share;
  bool interrupted = false;   ///< the user stopped it; the window was cut short
  std::string first_problem;  ///< what the first failure looked like; empty if none

  [[nodiscard]] std::optional<double> client_cpu_us_per_request() const {
    if (ledger.ok == 0) return std::nullopt;
    return to_microseconds(client_cpu) / static_cast<double>(ledger.ok);
  }

  /// Quantiles of the latencies above this are lower bounds: requests that were due and have no answer yet
  /// could still lie beyond. 1 when all have their answer.
  [[nodiscard]] double exact_up_to() const {
    const std::uint64_t unknown = ledger.in_flight_at_end + ledger.never_dispatched;
    const std::uint64_t all = ledger.ok + unknown;
    return all == 0 ? 1 : static_cast<double>(ledger.ok) / static_cast<double>(all);
  }

  std::optional<double> answered_mean_ns;  ///< mean service time of the answers that came inside the window

  /// X · R̄ / N. Little's law says 1 when every connection always had one request in flight and the latencies
  /// are those of all requests. Source: Little 1961, L = λW.
  /// R̄ is the mean of two means: over the requests sent and over those answered inside the window. When the
  /// speed drifts, one is late and the other early by the same amount, so the drift cancels to first order;
  /// when some connections starve for longer than the window, neither sees their latency and the law is
  /// visibly broken. Absent without answers.
  /// In an open loop N is not given but measured: mean_in_flight.
  [[nodiscard]] std::optional<double> little_ratio(double connections) const {
    const auto sent_mean_ns = service.mean_ns();
    if (!sent_mean_ns || !answered_mean_ns || connections <= 0) return std::nullopt;
    return throughput_rps * (*sent_mean_ns + *answered_mean_ns) / 2 * 1e-9 / connections;
  }
};

}  // namespace harness::load
