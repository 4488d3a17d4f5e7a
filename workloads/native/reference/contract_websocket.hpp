#pragma once
// The WebSocket rows: which paths they have, which texts can be said in a room or a game, and the bytes of
// what everybody gets. Threading: pure functions. Errors: absent means not such a path, not such a text.
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace harness::contract {

inline constexpr std::size_t kLargestMessage = std::size_t{1} << 20;  ///< payload of one message, either way
inline constexpr std::size_t kMostWaiting = std::size_t{1} << 20;     ///< deliveries a member has not taken
inline constexpr std::size_t kLongestRoomName = 64;                   ///< letters, digits, '-' and '_'
inline constexpr std::int64_t kLargestInteger = 9007199254740991;     ///< Number.MAX_SAFE_INTEGER

inline constexpr std::uint16_t kPolicyViolation = 1008;  ///< to whoever says what is no message of a room
inline constexpr std::uint16_t kTryAgainLater = 1013;    ///< to a member that is too slow

struct Conversation {
  std::string room;  ///< its name; empty: no room
  int hz = 0;        ///< of a game; 0: no game, and without a room either it is the echo
  friend bool operator==(const Conversation&, const Conversation&) = default;
};

/// What an upgrade of this path (without its query) opens; not of a game's, which needs its hz.
[[nodiscard]] std::optional<Conversation> conversation_on(std::string_view path);

struct RoomMessage {
  std::int64_t s = 0;
  std::int64_t ts = 0;
  std::string p;  ///< UTF-8
};

/// {"s":S,"ts":T,"p":P}
[[nodiscard]] std::optional<RoomMessage> read_room_message(std::string_view text);

/// {"f":F,"s":S,"n":N,"ts":T,"p":P}: `from` is the sender's number in the room, `position` the message's.
[[nodiscard]] std::string room_delivery(std::uint64_t from, std::uint64_t position,
                                        const RoomMessage& message);

inline constexpr std::string_view kGamePath = "/ws/game";

struct Place {
  std::int64_t x = 0;
  std::int64_t y = 0;
};

/// {"dx":DX,"dy":DY}, both 1 or -1: how far a player goes.
[[nodiscard]] std::optional<Place> read_game_step(std::string_view text);

/// Since the game began; tick 1 is the first.
[[nodiscard]] std::int64_t game_tick_due_ns(std::uint64_t tick, int hz);

/// {"k":K,"t":T,"p":[[number,x,y],…]}
[[nodiscard]] std::string game_tick(std::uint64_t tick, std::int64_t age_ns,
                                    const std::map<std::uint64_t, Place>& players);

}  // namespace harness::contract
