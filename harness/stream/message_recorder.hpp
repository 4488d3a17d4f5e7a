#pragma once
// Turns messages into numbers: ledger, histograms, throughput. Pure: it is told the times. The meaning is
// that of load/recorder.hpp for requests: a message counts by when it was intended, response = done −
// intended, service = done − sent, lateness = sent − intended; failures never share a histogram with answers.
// Units: nanoseconds, messages, bytes of payload. Threading: one per load thread; no lock, no allocation
// while recording (but the first failure).
#include <cstdint>
#include <optional>
#include <string>

#include "harness/load/recorder.hpp"
#include "harness/load/window.hpp"
#include "harness/stats/histogram.hpp"
#include "harness/stream/message_ledger.hpp"

namespace harness::stream {

class MessageRecorder {
 public:
  explicit MessageRecorder(bool open_loop);
  void measure(const load::Window& window) { window_ = window; }

  /// Each of these ends with exactly one of answered(), failed(), unresolved() and never_sent().
  void scheduled(Instant intended, std::uint64_t count = 1);
  /// Once per message, however many it is delivered to.
  void sent(Instant intended, Instant at);
  void answered(const load::Times& times);
  void failed(Instant intended, Instant at, MessageFate fate, std::uint64_t count = 1);
  void unresolved(Instant intended, std::uint64_t count = 1);
  void never_sent(Instant intended, std::uint64_t count = 1);
  void moved(std::uint64_t bytes_in, std::uint64_t bytes_out, Instant at);
  /// Keeps the first problem seen, for the error message.
  void explain(std::string problem);

  [[nodiscard]] const load::Window& window() const { return window_; }
  [[nodiscard]] std::uint64_t unanswered() const { return unanswered_; }  ///< counted ones without a fate
  [[nodiscard]] const MessageLedger& ledger() const { return ledger_; }
  [[nodiscard]] const stats::Histogram& service() const { return service_; }
  [[nodiscard]] const std::optional<load::OpenLoopTimes>& open_loop() const { return open_loop_; }
  [[nodiscard]] const std::optional<stats::Histogram>& failures() const { return failures_; }
  [[nodiscard]] std::uint64_t bytes_in() const { return bytes_in_; }
  [[nodiscard]] std::uint64_t bytes_out() const { return bytes_out_; }
  [[nodiscard]] const std::string& first_problem() const { return first_problem_; }
  /// Answers per second; one that straddles an edge of the window counts by its share: load/recorder.hpp.
  [[nodiscard]] double throughput() const { return completions_ / to_seconds(window_.length()); }

 private:
  load::Window window_;
  MessageLedger ledger_;
  stats::Histogram service_;
  std::optional<load::OpenLoopTimes> open_loop_;
  std::optional<stats::Histogram> failures_;
  double completions_ = 0;
  std::uint64_t unanswered_ = 0;
  std::uint64_t bytes_in_ = 0;
  std::uint64_t bytes_out_ = 0;
  std::string first_problem_;
};

}  // namespace harness::stream
