#include "harness/stream/message_recorder.hpp"

#include <utility>

namespace harness::stream {

MessageRecorder::MessageRecorder(bool open_loop) {
  if (open_loop) open_loop_.emplace();
}

void MessageRecorder::scheduled(Instant intended, std::uint64_t count) {
  if (!window_.counts(intended)) return;
  ledger_.scheduled += count;
  unanswered_ += count;
}

void MessageRecorder::sent(Instant intended, Instant at) {
  if (open_loop_ && window_.counts(intended)) open_loop_->lateness.record(at - intended);
}

void MessageRecorder::answered(const load::Times& times) {
  const Nanoseconds service = times.done - times.sent;
  const auto inside = static_cast<double>(window_.overlap(times.sent, times.done).count());
  if (service.count() > 0) completions_ += inside / static_cast<double>(service.count());
  if (!window_.counts(times.intended)) return;
  ledger_.resolve(MessageFate::kAnswered);
  --unanswered_;
  service_.record(service);
  if (open_loop_) open_loop_->response.record(times.done - times.intended);
}

void MessageRecorder::failed(Instant intended, Instant at, MessageFate fate, std::uint64_t count) {
  if (!window_.counts(intended)) return;
  ledger_.resolve(fate, count);
  unanswered_ -= count;
  if (!failures_) failures_.emplace();
  for (std::uint64_t i = 0; i < count; ++i) failures_->record(at - intended);
}

void MessageRecorder::unresolved(Instant intended, std::uint64_t count) {
  if (!window_.counts(intended)) return;
  ledger_.in_flight_at_end += count;
  unanswered_ -= count;
}

void MessageRecorder::never_sent(Instant intended, std::uint64_t count) {
  if (!window_.counts(intended)) return;
  ledger_.never_sent += count;
  unanswered_ -= count;
}

void MessageRecorder::moved(std::uint64_t bytes_in, std::uint64_t bytes_out, Instant at) {
  if (!window_.counts(at)) return;
  bytes_in_ += bytes_in;
  bytes_out_ += bytes_out;
}

void MessageRecorder::explain(std::string problem) {
  if (first_problem_.empty()) first_problem_ = std::move(problem);
}

}  // namespace harness::stream
