#include "harness/load/recorder.hpp"

#include <utility>

namespace harness::load {

void Recorder::finished(Instant sent, Instant done, Outcome outcome) {
  const Nanoseconds took = done - sent;
  const auto inside = static_cast<double>(window_.overlap(sent, done).count());
  in_flight_ns_ += inside;
  if (outcome == Outcome::kOk && took.count() > 0) completions_ += inside / static_cast<double>(took.count());

  if (outcome == Outcome::kOk && window_.counts(done)) {
    answered_ns_ += static_cast<double>(took.count());
    ++answered_;
  }
  if (!window_.counts(sent)) {
    if (outcome != Outcome::kOk) ++failures_outside_window_;
    return;
  }
  ledger_.resolve(outcome);
  --unanswered_;
  if (outcome == Outcome::kOk) service_.record(took);
}

void Recorder::unresolved(Instant sent, Instant end) {
  in_flight_ns_ += static_cast<double>(window_.overlap(sent, end).count());
  if (!window_.counts(sent)) return;
  ++ledger_.in_flight_at_end;
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

void Recorder::moved(std::uint64_t bytes_in, std::uint64_t bytes_out, Instant at) {
  if (!window_.counts(at)) return;
  bytes_in_ += bytes_in;
  bytes_out_ += bytes_out;
}

void Recorder::explain(std::string problem) {
  if (first_problem_.empty()) first_problem_ = std::move(problem);
}

void Recorder::merge(const Recorder& other) {
  ledger_.merge(other.ledger_);
  service_.merge(other.service_);
  completions_ += other.completions_;
  in_flight_ns_ += other.in_flight_ns_;
  answered_ns_ += other.answered_ns_;
  answered_ += other.answered_;
  sent_in_all_ += other.sent_in_all_;
  bytes_in_ += other.bytes_in_;
  bytes_out_ += other.bytes_out_;
  failures_outside_window_ += other.failures_outside_window_;
  explain(other.first_problem_);
}

}  // namespace harness::load
