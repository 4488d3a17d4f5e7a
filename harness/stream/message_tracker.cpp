#include "harness/stream/message_tracker.hpp"

#include <algorithm>
#include <utility>

namespace harness::stream {

void MessageCounts::merge(const MessageCounts& other) {
  sent += other.sent;
  answered += other.answered;
  lost += other.lost;
  cut_off += other.cut_off;
  in_flight_at_end += other.in_flight_at_end;
  late += other.late;
  duplicated += other.duplicated;
  reordered += other.reordered;
  strangers += other.strangers;
}

std::uint64_t MessageTracker::sent(Instant intended, Instant at) {
  if (next_ - oldest_ == ring_.size()) grow();
  slot(next_) = {intended, at, true};
  ++in_flight_;
  ++counts_.sent;
  return next_++;
}

MessageTracker::Received MessageTracker::received(std::uint64_t id) {
  if (id >= next_) {
    ++counts_.strangers;
    return {};
  }
  if (!came_.insert(id)) {
    ++counts_.duplicated;
    return {Arrival::kDuplicate, {}};
  }
  counts_.reordered += id < next_expected_ ? 1U : 0U;
  next_expected_ = std::max(next_expected_, id + 1);
  if (id < oldest_ || !slot(id).in_flight) {
    ++counts_.late;
    return {Arrival::kLate, {}};
  }
  const Received answer{Arrival::kAnswer, {id, slot(id).intended, slot(id).sent}};
  ++counts_.answered;
  settle(id);
  return answer;
}

std::optional<MessageTracker::Message> MessageTracker::oldest() const {
  if (in_flight_ == 0) return std::nullopt;
  return Message{oldest_, slot(oldest_).intended, slot(oldest_).sent};
}

std::optional<MessageTracker::Message> MessageTracker::expire(Instant limit) {
  if (in_flight_ == 0 || slot(oldest_).sent > limit) return std::nullopt;
  ++counts_.lost;
  return give_up_oldest();
}

std::optional<MessageTracker::Message> MessageTracker::cut_off() {
  if (in_flight_ == 0) return std::nullopt;
  ++counts_.cut_off;
  return give_up_oldest();
}

std::optional<MessageTracker::Message> MessageTracker::abandon() {
  if (in_flight_ == 0) return std::nullopt;
  ++counts_.in_flight_at_end;
  return give_up_oldest();
}

std::optional<MessageTracker::Message> MessageTracker::give_up_oldest() {
  const auto message = oldest();
  settle(message->id);
  return message;
}

/// Afterwards oldest_ is in flight, or next_.
void MessageTracker::settle(std::uint64_t id) {
  slot(id).in_flight = false;
  --in_flight_;
  while (oldest_ < next_ && !slot(oldest_).in_flight) ++oldest_;
}

void MessageTracker::grow() {
  std::vector<Slot> larger(2 * ring_.size());
  for (std::uint64_t id = oldest_; id < next_; ++id) larger[id & (larger.size() - 1)] = slot(id);
  ring_ = std::move(larger);
}

}  // namespace harness::stream
