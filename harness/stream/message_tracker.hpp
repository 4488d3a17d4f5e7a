#pragma once
// Follows the messages of one connection by their ids: which were answered, lost, answered twice, answered
// out of order, and which answers nobody asked for. Pure: it is told the times. Counts the whole load,
// lead-in and drain included; the ledger counts the window. Threading: one per connection. Memory: 24 bytes
// per message in flight plus one bit per message sent; allocates only while that grows.
#include <cstdint>
#include <optional>
#include <vector>

#include "harness/base/clock.hpp"
#include "harness/stream/message_ids.hpp"

namespace harness::stream {

/// sent = answered + lost + cut_off + in flight (at the end: abandoned). Lost ones that came after all count
/// as late too.
struct MessageCounts {
  std::uint64_t sent = 0;
  std::uint64_t answered = 0;  ///< in time
  std::uint64_t lost = 0;      ///< not in time, if at all
  std::uint64_t cut_off = 0;   ///< their connection ended first
  std::uint64_t in_flight_at_end = 0;
  std::uint64_t late = 0;        ///< came, but only after they had been given up
  std::uint64_t duplicated = 0;  ///< answers to what had been answered before
  std::uint64_t reordered = 0;   ///< first answers that came after the answer to a later message
  std::uint64_t strangers = 0;   ///< answers with an id that was not sent on this connection
  void merge(const MessageCounts& other);
  friend bool operator==(const MessageCounts&, const MessageCounts&) = default;
};

class MessageTracker {
 public:
  struct Message {
    std::uint64_t id = 0;
    Instant intended;
    Instant sent;
  };
  enum class Arrival : std::uint8_t { kAnswer, kLate, kDuplicate, kStranger };
  struct Received {
    Arrival arrival = Arrival::kStranger;
    Message message;  ///< of an answer
  };

  /// Its id: 0, 1, 2, …
  std::uint64_t sent(Instant intended, Instant at);
  /// Reordered by the definition of RFC 4737, section 3.3: the id is smaller than one that came before.
  Received received(std::uint64_t id);
  /// The oldest message in flight if it was sent at or before `limit`: it is lost. Call until there is none.
  std::optional<Message> expire(Instant limit);
  /// The connection has ended: the oldest message that was in flight. Call until there is none.
  std::optional<Message> cut_off();
  /// The load is over: as cut_off(), but nobody's fault.
  std::optional<Message> abandon();

  [[nodiscard]] std::uint64_t next_id() const { return next_; }
  [[nodiscard]] std::uint64_t in_flight() const { return in_flight_; }
  [[nodiscard]] std::optional<Message> oldest() const;
  [[nodiscard]] const MessageCounts& counts() const { return counts_; }

 private:
  struct Slot {
    Instant intended;
    Instant sent;
    bool in_flight = false;
  };
  [[nodiscard]] Slot& slot(std::uint64_t id) { return ring_[id & (ring_.size() - 1)]; }
  [[nodiscard]] const Slot& slot(std::uint64_t id) const { return ring_[id & (ring_.size() - 1)]; }
  std::optional<Message> give_up_oldest();
  void settle(std::uint64_t id);
  void grow();

  std::vector<Slot> ring_ = std::vector<Slot>(8);  ///< of [oldest_, next_); the size is a power of two
  std::uint64_t oldest_ = 0;                       ///< all before it are settled
  std::uint64_t next_ = 0;
  std::uint64_t in_flight_ = 0;
  std::uint64_t next_expected_ = 0;  ///< one above the highest id that came
  MessageIds came_;
  MessageCounts counts_;
};

}  // namespace harness::stream
