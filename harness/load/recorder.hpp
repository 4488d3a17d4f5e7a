#pragma once
// Turns finished requests into numbers: ledger, histograms, throughput. Pure: it is told the times.
// Units: nanoseconds, requests, bytes. Threading: one per worker; no lock, no allocation while recording (but
// the first failure, the first stamp and once per interval).
//
// A request counts by when it was intended. In a closed loop that is when it was sent.
//
// Throughput counts a request that straddles an edge of the window by the share of its time inside it. Whole
// completions would make X a multiple of 1/window: with one connection and a 50 ms wait, a 0.7 s window holds
// 13 or 14 completions, an error of 7 %. Requests wholly inside count 1, so at high rates the two agree.
#include <cstdint>
#include <optional>
#include <string>

#include "harness/load/ledger.hpp"
#include "harness/load/series.hpp"
#include "harness/load/tail.hpp"
#include "harness/load/window.hpp"
#include "harness/load/wire_times.hpp"
#include "harness/stats/histogram.hpp"

namespace harness::load {

/// The three moments of a request that was sent. response = done − intended, service = done − sent, lateness
/// = sent − intended. Never corrected, never invented.
struct Times {
  Instant intended;
  Instant sent;
  Instant done;
};

/// What only an open loop has: in a closed one response = service and lateness = 0.
struct OpenLoopTimes {
  stats::Histogram response;  ///< of the ok ones
  stats::Histogram lateness;  ///< of all that were sent
  void merge(const OpenLoopTimes& other);
};

class Recorder {
 public:
  /// `interval`: of the series; 0: none is kept.
  explicit Recorder(bool open_loop = false, Nanoseconds interval = Nanoseconds(0));
  explicit Recorder(const Window& window, bool open_loop = false, Nanoseconds interval = Nanoseconds(0));

  /// Call while `window.opens` still lies ahead: what is already recorded lies outside of it. Windows may
  /// follow one another when nothing is in flight between them: figures are about all of them together, a
  /// series about the last.
  void measure(const Window& window);

  /// A request is due. Ends with exactly one of finished(), unresolved(), shed() and never_dispatched().
  void scheduled(Instant intended) {
    if (!window_.counts(intended)) return;
    ++ledger_.scheduled;
    ++unanswered_;
  }
  /// It was due while every connection that could take it was busy.
  void waits_for_connection(Instant intended) { waited_ += window_.counts(intended) ? 1U : 0U; }
  void sent() { ++sent_in_all_; }
  void finished(const Times& times, Outcome outcome);
  /// Sent and never answered until the drain ended.
  void unresolved(const Times& times);
  void shed(Instant intended);              ///< past its deadline before it could be sent
  void never_dispatched(Instant intended);  ///< still waiting for a connection when the drain ended
  /// Closed loop: a reconnect that failed while the window was open: a request that could not be sent.
  void connect_failed(Instant at);
  /// A connection was established this long after it was asked for, in the window or not.
  void connected(Nanoseconds took) { connect_.record(took); }
  /// Of a stamped request that was answered ok.
  void stamped(const WireMoments& at);
  void moved(std::uint64_t bytes_in, std::uint64_t bytes_out, Instant at);
  /// Keeps the first problem seen, for the error message.
  void explain(std::string problem);

  /// Nothing more will be recorded: closes the last interval. Before merge().
  void finish();
  void merge(const Recorder& other);

  /// Also those outside the window: what the server has seen.
  [[nodiscard]] std::uint64_t sent_in_all() const { return sent_in_all_; }
  /// Of those, the ones that may not have come to the server's count: anything but an ok answer.
  [[nodiscard]] std::uint64_t not_ok_in_all() const { return not_ok_in_all_; }
  /// Counted requests that have no fate yet.
  [[nodiscard]] std::uint64_t unanswered() const { return unanswered_; }
  [[nodiscard]] std::uint64_t waited_for_connection() const { return waited_; }
  [[nodiscard]] const Ledger& ledger() const { return ledger_; }
  [[nodiscard]] const stats::Histogram& service() const { return service_; }
  [[nodiscard]] const std::optional<OpenLoopTimes>& open_loop() const { return open_loop_; }
  /// Age of the requests that failed, from intended to the failure: never mixed with the others.
  [[nodiscard]] const std::optional<stats::Histogram>& failures() const { return failures_; }
  [[nodiscard]] const stats::Histogram& connect() const { return connect_; }
  [[nodiscard]] const std::optional<WireTimes>& wire() const { return wire_; }
  [[nodiscard]] const Tail& tail() const { return tail_; }
  [[nodiscard]] const std::optional<Series>& series() const { return series_; }
  [[nodiscard]] std::uint64_t bytes_in() const { return bytes_in_; }
  [[nodiscard]] std::uint64_t bytes_out() const { return bytes_out_; }
  [[nodiscard]] std::uint64_t failures_outside_window() const { return failures_outside_window_; }
  [[nodiscard]] const std::string& first_problem() const { return first_problem_; }
  [[nodiscard]] double throughput_rps() const { return completions_ / to_seconds(measured_); }
  /// Mean service time of the ok answers that came inside the window, whenever they were sent.
  [[nodiscard]] std::optional<double> answered_mean_ns() const {
    if (answered_ == 0) return std::nullopt;
    return answered_ns_ / static_cast<double>(answered_);
  }
  /// Time average of requests in flight, from the time each request really was: Little's L, measured.
  [[nodiscard]] double mean_in_flight() const {
    return in_flight_ns_ / static_cast<double>(measured_.count());
  }

 private:
  void resolve(std::uint64_t& fate, Instant intended);
  [[nodiscard]] SoFar so_far() const {
    return {service_, open_loop_ ? &open_loop_->response : nullptr, failures_ ? failures_->count() : 0};
  }

  Window window_;
  Nanoseconds measured_{0};  ///< length of every window so far
  Ledger ledger_;
  stats::Histogram service_;
  std::optional<OpenLoopTimes> open_loop_;
  std::optional<stats::Histogram> failures_;
  stats::Histogram connect_;
  std::optional<WireTimes> wire_;  ///< allocated by the first stamp
  Tail tail_;
  Nanoseconds interval_{0};
  std::optional<Series> series_;
  double completions_ = 0;
  double in_flight_ns_ = 0;
  double answered_ns_ = 0;
  std::uint64_t answered_ = 0;
  std::uint64_t sent_in_all_ = 0;
  std::uint64_t not_ok_in_all_ = 0;
  std::uint64_t unanswered_ = 0;
  std::uint64_t waited_ = 0;
  std::uint64_t bytes_in_ = 0;
  std::uint64_t bytes_out_ = 0;
  std::uint64_t failures_outside_window_ = 0;
  std::string first_problem_;
};

}  // namespace harness::load
