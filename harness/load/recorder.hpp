#pragma once
// Turns finished requests into numbers: ledger, service-time histogram, throughput. Pure: it is told the
// times. Units: nanoseconds, requests, bytes. Threading: one per worker; no lock, no allocation while
// recording.
//
// Throughput counts a request that straddles an edge of the window by the share of its time inside it. Whole
// completions would make X a multiple of 1/window: with one connection and a 50 ms wait, a 0.7 s window holds
// 13 or 14 completions, an error of 7 %. Requests wholly inside count 1, so at high rates the two agree.
#include <cstdint>
#include <optional>
#include <string>

#include "harness/load/ledger.hpp"
#include "harness/load/window.hpp"
#include "harness/stats/histogram.hpp"

namespace harness::load {

class Recorder {
 public:
  Recorder() = default;
  explicit Recorder(const Window& window) : window_(window) {}

  /// Call while `window.opens` still lies ahead: what is already recorded lies outside of it.
  void measure(const Window& window) { window_ = window; }

  /// A request was sent (closed loop: scheduled and sent are the same instant).
  void sent(Instant at) {
    ++sent_in_all_;
    if (!window_.counts(at)) return;
    ++ledger_.scheduled;
    ++unanswered_;
  }
  void finished(Instant sent, Instant done, Outcome outcome);
  /// Sent and never answered until the drain ended.
  void unresolved(Instant sent, Instant end);
  /// A reconnect that failed while the window was open: a request that could not be sent.
  void connect_failed(Instant at);
  void moved(std::uint64_t bytes_in, std::uint64_t bytes_out, Instant at);
  /// Keeps the first problem seen, for the error message.
  void explain(std::string problem);

  void merge(const Recorder& other);

  /// Also those outside the window: what the server has seen.
  [[nodiscard]] std::uint64_t sent_in_all() const { return sent_in_all_; }
  /// Counted requests that have no fate yet.
  [[nodiscard]] std::uint64_t unanswered() const { return unanswered_; }
  [[nodiscard]] const Ledger& ledger() const { return ledger_; }
  [[nodiscard]] const stats::Histogram& service() const { return service_; }
  [[nodiscard]] std::uint64_t bytes_in() const { return bytes_in_; }
  [[nodiscard]] std::uint64_t bytes_out() const { return bytes_out_; }
  [[nodiscard]] std::uint64_t failures_outside_window() const { return failures_outside_window_; }
  [[nodiscard]] const std::string& first_problem() const { return first_problem_; }
  [[nodiscard]] double throughput_rps() const { return completions_ / to_seconds(window_.length()); }
  /// Mean service time of the ok answers that came inside the window, whenever they were sent.
  [[nodiscard]] std::optional<double> answered_mean_ns() const {
    if (answered_ == 0) return std::nullopt;
    return answered_ns_ / static_cast<double>(answered_);
  }
  /// Time average of requests in flight, from the time each request really was: Little's L, measured.
  [[nodiscard]] double mean_in_flight() const {
    return in_flight_ns_ / static_cast<double>(window_.length().count());
  }

 private:
  Window window_;
  Ledger ledger_;
  stats::Histogram service_;
  double completions_ = 0;
  double in_flight_ns_ = 0;
  double answered_ns_ = 0;
  std::uint64_t answered_ = 0;
  std::uint64_t sent_in_all_ = 0;
  std::uint64_t unanswered_ = 0;
  std::uint64_t bytes_in_ = 0;
  std::uint64_t bytes_out_ = 0;
  std::uint64_t failures_outside_window_ = 0;
  std::string first_problem_;
};

}  // namespace harness::load
