#pragma once
// What became of every scheduled message of a WebSocket or SSE load. It balances, or the measurement is
// wrong. In a room the unit is a delivery: one message to one member. For SSE it is one event of one stream.
// Units: messages. Threading: one per load thread, merged at the end.
#include <cstdint>

namespace harness::stream {

enum class MessageFate : std::uint8_t {
  kAnswered,
  kWrongAnswer,  ///< its id came back, with another content or as another kind of frame
  kLost,         ///< not there within the timeout, though the connection lived on
  kCutOff,       ///< its connection ended first
  kSendFailed,   ///< the connection broke while it was being written
};

struct MessageLedger {
  std::uint64_t scheduled = 0;
  std::uint64_t answered = 0;
  std::uint64_t wrong_answer = 0;
  std::uint64_t lost = 0;
  std::uint64_t cut_off = 0;
  std::uint64_t send_failed = 0;
  std::uint64_t in_flight_at_end = 0;  ///< censored: sent, and neither answered nor lost when the drain ended
  std::uint64_t never_sent = 0;        ///< due, but its connection was gone or never took it

  void resolve(MessageFate fate, std::uint64_t count = 1);
  [[nodiscard]] std::uint64_t resolved() const;  ///< the sum of everything but `scheduled`
  [[nodiscard]] std::uint64_t failed() const;    ///< everything that is neither answered nor censored
  [[nodiscard]] bool balances() const { return scheduled == resolved(); }
  void merge(const MessageLedger& other);
  friend bool operator==(const MessageLedger&, const MessageLedger&) = default;
};

}  // namespace harness::stream
