#pragma once
// A WebSocket load, or one of lines over plain TCP: what to say, to whom, how hard and for how long. Plain
// data; validate() names everything that is wrong. No TLS, no extensions, no reconnecting: a connection that
// ends stays ended, and what was due on it is never_sent.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "harness/base/duration.hpp"
#include "harness/base/error.hpp"
#include "harness/load/schedule.hpp"

namespace harness::stream {

enum class Conversation : std::uint8_t {
  kEcho,   ///< each message comes back to its sender as it was
  kRoom,   ///< each message comes back to every connection of its room, in one order
  kLines,  ///< no WebSocket: each message is a line, and its sender gets a line that acknowledges it
  kGame,   ///< at fixed times the server sends a tick to every connection; what they send are steps
};

/// The one a WebSocket target of the workload contract is for; of any other target an echo.
[[nodiscard]] Conversation conversation_of(std::string_view target);
/// The same of a row of the contract that need not be one of WebSockets: /lines.
[[nodiscard]] Conversation conversation_of_row(std::string_view target);
[[nodiscard]] const char* name_of(Conversation conversation);  ///< "echo", "room", "lines", "game"

/// Without `schedule` a closed loop: every connection always has one message in flight (in a room: one of its
/// own that has not come back to it; no game). With it an open loop, round robin: message k is due on
/// connection k mod N and sent then, whether or not earlier ones were answered; it waits only while the
/// kernel does not take its predecessor on the same connection, and that wait is lateness.
struct WebSocketPlan {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;
  std::string host_header = "127.0.0.1";
  std::string target = "/ws/echo";
  Conversation conversation = Conversation::kEcho;
  int rooms = 1;  ///< the connections are spread over so many: member i is in room i mod rooms
  std::optional<load::ScheduleSpec> schedule;
  int connections = 64;
  std::size_t message_bytes = 64;          ///< payload of what is sent; at least kSmallestMessage
  std::optional<int> cpu;                  ///< the one thread is pinned to it
  Nanoseconds lead_in{milliseconds(100)};  ///< unmeasured load; in a closed loop connections start over it
  Nanoseconds duration{seconds(10)};       ///< the measured window
  Nanoseconds timeout{seconds(10)};        ///< per message, from sending: then it is lost
  Nanoseconds drain{seconds(5)};  ///< after the window, answers are waited for at most min(timeout, drain)
  Nanoseconds connect_patience{seconds(10)};  ///< all handshakes must be over within this

  /// What connection i asks for: `target`, of several rooms with the room's number behind it: "/ws/room/a-7".
  [[nodiscard]] std::string target_of(std::uint32_t connection) const;
};

/// In which a client learns what it must know to measure: the clock of a game, in four ticks; else nothing.
[[nodiscard]] Nanoseconds least_lead_in(const WebSocketPlan& plan);

/// Errors: kUsage, all problems at once, each naming field, value and remedy.
[[nodiscard]] Result<void> validate(const WebSocketPlan& plan);

}  // namespace harness::stream
