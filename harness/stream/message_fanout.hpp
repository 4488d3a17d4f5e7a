#pragma once
// Follows the messages of one room: every message must reach every member once, and all members must see the
// same order, without gaps. Pure: it is told the times. Counts the whole load; the ledger counts the window.
// Threading: one per room. Memory: 72 bytes per message in flight and one bit per message and member.
// A member counts for the messages sent while its connection was open.
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "harness/base/clock.hpp"
#include "harness/stream/message_ids.hpp"
#include "harness/stream/message_text.hpp"

namespace harness::stream {

struct FanoutCounts {
  std::uint64_t deliveries = 0;  ///< first ones, in time
  std::uint64_t late = 0;        ///< first ones, after they had been given up
  std::uint64_t duplicated = 0;
  std::uint64_t strangers = 0;            ///< of messages nobody sent
  std::uint64_t order_gaps = 0;           ///< positions a member did not get before the next higher one
  std::uint64_t order_backwards = 0;      ///< a position not above the one before
  std::uint64_t order_disagreements = 0;  ///< a message at another position than at the first member
  std::uint64_t wrong_senders = 0;        ///< the name of a sender changed, or two senders have the same name
  [[nodiscard]] bool equal_order() const {
    return order_gaps == 0 && order_backwards == 0 && order_disagreements == 0;
  }
  void merge(const FanoutCounts& other);
  friend bool operator==(const FanoutCounts&, const FanoutCounts&) = default;
};

class FanoutTracker {
 public:
  struct Message {
    std::uint64_t id = 0;
    std::uint32_t sender = 0;
    Instant intended;
    Instant sent;
    std::uint32_t expected = 0;  ///< deliveries
    std::uint32_t arrived = 0;
    bool whole = true;       ///< no member it was meant for has gone
    bool came_back = false;  ///< to its sender
    Instant first;           ///< delivery, once there is one
    Instant last;
    [[nodiscard]] std::uint32_t missing() const { return expected - arrived; }
  };
  enum class Arrival : std::uint8_t { kDelivery, kLate, kDuplicate, kStranger };
  struct Delivered {
    Arrival arrival = Arrival::kStranger;
    Message message;  ///< of a delivery
  };

  explicit FanoutTracker(std::uint32_t members) : members_(members), names_(members) { open_ = members; }

  /// Its id: 0, 1, 2, … over the whole room.
  std::uint64_t sent(std::uint32_t sender, Instant intended, Instant at);
  Delivered delivered(std::uint32_t member, const RoomDelivery& delivery, Instant at);
  /// The oldest message that is not complete if it was sent at or before `limit`; it is given up. Call until
  /// there is none.
  std::optional<Message> give_up(Instant limit);
  /// The member's connection ended; `each` is told every message it will not get.
  template <typename Each>
  void left(std::uint32_t member, Each each) {
    --open_;
    for (std::uint64_t id = oldest_; id < next_; ++id) {
      Slot& message = slot(id);
      if (!message.in_flight || members_[member].came.contains(id)) continue;
      --message.expected;
      message.whole = false;
      each(static_cast<const Message&>(message));
      message.in_flight = message.missing() > 0;
    }
    advance();
  }

  [[nodiscard]] std::uint32_t open_members() const { return open_; }
  [[nodiscard]] std::uint64_t messages_sent() const { return next_; }
  [[nodiscard]] const FanoutCounts& counts() const { return counts_; }

 private:
  struct Slot : Message {
    bool in_flight = false;
    std::uint64_t position = 0;
  };
  struct Member {
    MessageIds came;
    std::optional<std::uint64_t> position;  ///< the highest so far
  };

  [[nodiscard]] Slot& slot(std::uint64_t id) { return ring_[id & (ring_.size() - 1)]; }
  void advance() {
    while (oldest_ < next_ && !slot(oldest_).in_flight) ++oldest_;
  }
  void grow();
  void check_order(Member& member, std::uint64_t position, bool duplicate);
  void check_sender(std::uint32_t sender, std::uint64_t name);

  std::vector<Slot> ring_ = std::vector<Slot>(8);  ///< of [oldest_, next_); the size is a power of two
  std::uint64_t oldest_ = 0;
  std::uint64_t next_ = 0;
  std::vector<Member> members_;
  std::uint32_t open_ = 0;
  std::vector<std::optional<std::uint64_t>> names_;  ///< of the senders
  std::unordered_map<std::uint64_t, std::uint32_t> owners_;
  FanoutCounts counts_;
};

}  // namespace harness::stream
