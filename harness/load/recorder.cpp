#include "harness/load/recorder.hpp"

#include <utility>

namespace harness::load {

void OpenLoopTimes::merge(const OpenLoopTimes& other) {
  response.merge(other.response);
  lateness.merge(other.lateness);
}

Recorder::Recorder(bool open_loop, Nanoseconds interval) : interval_(interval) {
  if (open_loop) open_loop_.emplace();
}

Recorder::Recorder(const Window& window, bool open_loop, Nanoseconds interval)
    : Recorder(open_loop, interval) {
  measure(window);
}

void Recorder::measure(const Window& window) {
  window_ = window;
  measured_ += window.length();
  if (interval_.count() > 0) series_.emplace(window.opens, interval_);
}

void Recorder::finished(const Times& times, Outcome outcome) {
  const Nanoseconds service = times.done - times.sent;
  const auto inside = static_cast<double>(window_.overlap(times.sent, times.done).count());
  const bool ok = outcome == Outcome::kOk;
  in_flight_ns_ += inside;
  not_ok_in_all_ += ok ? 0U : 1U;
  if (ok && service.count() > 0) completions_ += inside / static_cast<double>(service.count());

  if (ok && window_.counts(times.done)) {
    answered_ns_ += static_cast<double>(service.count());
    ++answered_;
  }
  if (!window_.counts(times.intended)) {
    if (!ok) ++failures_outside_window_;
    return;
  }
  if (series_ && series_->ends_before(times.done)) series_->cut(times.done, so_far());
  ledger_.resolve(outcome);
  --unanswered_;
  if (ok) {
    service_.record(service);
    tail_.offer({times.done - times.intended, service, times.intended});
  }
  if (open_loop_) {
    if (ok) open_loop_->response.record(times.done - times.intended);
    open_loop_->lateness.record(times.sent - times.intended);
  }
  if (!ok) {
    if (!failures_) failures_.emplace();
    failures_->record(times.done - times.intended);
  }
}

void Recorder::unresolved(const Times& times) {
  ++not_ok_in_all_;
  in_flight_ns_ += static_cast<double>(window_.overlap(times.sent, times.done).count());
  if (open_loop_ && window_.counts(times.intended)) open_loop_->lateness.record(times.sent - times.intended);
  resolve(ledger_.in_flight_at_end, times.intended);
}

void Recorder::shed(Instant intended) {
  resolve(ledger_.shed, intended);
}

void Recorder::never_dispatched(Instant intended) {
  resolve(ledger_.never_dispatched, intended);
}

void Recorder::resolve(std::uint64_t& fate, Instant intended) {
  if (!window_.counts(intended)) return;
  ++fate;
  --unanswered_;
}

void Recorder::connect_failed(Instant at) {
  if (!window_.counts(at)) {
    ++failures_outside_window_;
    return;
  }
  ++ledger_.scheduled;
  ledger_.resolve(Outcome::kConnectFailed);
}

void Recorder::stamped(const WireMoments& at) {
  if (!window_.counts(at.sent)) return;
  if (!wire_) wire_.emplace();
  wire_->record(at);
}

void Recorder::moved(std::uint64_t bytes_in, std::uint64_t bytes_out, Instant at) {
  if (!window_.counts(at)) return;
  bytes_in_ += bytes_in;
  bytes_out_ += bytes_out;
}

void Recorder::explain(std::string problem) {
  if (first_problem_.empty()) first_problem_ = std::move(problem);
}

void Recorder::finish() {
  if (series_) series_->finish(so_far());
}

void Recorder::merge(const Recorder& other) {
  ledger_.merge(other.ledger_);
  service_.merge(other.service_);
  if (open_loop_ && other.open_loop_) open_loop_->merge(*other.open_loop_);
  if (other.failures_) {
    if (!failures_) failures_.emplace();
    failures_->merge(*other.failures_);
  }
  if (other.wire_) {
    if (!wire_) wire_.emplace();
    wire_->merge(*other.wire_);
  }
  connect_.merge(other.connect_);
  tail_.merge(other.tail_);
  if (series_ && other.series_) series_->merge(*other.series_);
  completions_ += other.completions_;
  in_flight_ns_ += other.in_flight_ns_;
  answered_ns_ += other.answered_ns_;
  answered_ += other.answered_;
  sent_in_all_ += other.sent_in_all_;
  not_ok_in_all_ += other.not_ok_in_all_;
  waited_ += other.waited_;
  bytes_in_ += other.bytes_in_;
  bytes_out_ += other.bytes_out_;
  failures_outside_window_ += other.failures_outside_window_;
  explain(other.first_problem_);
}

}  // namespace harness::load
