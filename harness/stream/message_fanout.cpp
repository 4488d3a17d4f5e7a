#include "harness/stream/message_fanout.hpp"

#include <algorithm>
#include <utility>

namespace harness::stream {

void FanoutCounts::merge(const FanoutCounts& other) {
  deliveries += other.deliveries;
  late += other.late;
  duplicated += other.duplicated;
  strangers += other.strangers;
  order_gaps += other.order_gaps;
  order_backwards += other.order_backwards;
  order_disagreements += other.order_disagreements;
  wrong_senders += other.wrong_senders;
}

std::uint64_t FanoutTracker::sent(std::uint32_t sender, Instant intended, Instant at) {
  if (next_ - oldest_ == ring_.size()) grow();
  Slot message;
  message.id = next_;
  message.sender = sender;
  message.intended = intended;
  message.sent = at;
  message.expected = open_;
  message.in_flight = true;
  slot(next_) = message;
  return next_++;
}

FanoutTracker::Delivered FanoutTracker::delivered(std::uint32_t member, const RoomDelivery& delivery,
                                                  Instant at) {
  if (delivery.id >= next_) {
    ++counts_.strangers;
    return {};
  }
  const bool is_first = members_[member].came.insert(delivery.id);
  check_order(members_[member], delivery.position, !is_first);
  if (!is_first) {
    ++counts_.duplicated;
    return {Arrival::kDuplicate, {}};
  }
  Slot& message = slot(delivery.id);
  if (delivery.id < oldest_ || !message.in_flight) {
    ++counts_.late;
    return {Arrival::kLate, {}};
  }
  ++counts_.deliveries;
  check_sender(message.sender, delivery.from);
  if (message.arrived == 0) {
    message.first = at;
    message.position = delivery.position;
  }
  counts_.order_disagreements += message.position == delivery.position ? 0U : 1U;
  message.last = at;
  ++message.arrived;
  message.came_back = message.came_back || member == message.sender;
  message.in_flight = message.missing() > 0;
  const Delivered result{Arrival::kDelivery, message};
  advance();
  return result;
}

std::optional<FanoutTracker::Message> FanoutTracker::give_up(Instant limit) {
  if (oldest_ == next_ || slot(oldest_).sent > limit) return std::nullopt;
  const Message message = slot(oldest_);
  slot(oldest_).in_flight = false;
  advance();
  return message;
}

void FanoutTracker::check_order(Member& member, std::uint64_t position, bool duplicate) {
  if (member.position && position <= *member.position) {
    counts_.order_backwards += duplicate ? 0U : 1U;
    return;
  }
  if (member.position) counts_.order_gaps += position - *member.position - 1;
  member.position = position;
}

/// Learns a sender's name from its first delivery; the map can grow no larger than the room.
void FanoutTracker::check_sender(std::uint32_t sender, std::uint64_t name) {
  auto& known = names_[sender];
  if (!known) {
    known = name;
    if (!owners_.emplace(name, sender).second) ++counts_.wrong_senders;
  } else if (*known != name) {
    ++counts_.wrong_senders;
  }
}

void FanoutTracker::grow() {
  std::vector<Slot> larger(2 * ring_.size());
  for (std::uint64_t id = oldest_; id < next_; ++id) larger[id & (larger.size() - 1)] = slot(id);
  ring_ = std::move(larger);
}

}  // namespace harness::stream
