#pragma once
// The WebSocket rows: which paths they have, which texts are messages of a room, and the bytes of what its
// members get. Threading: pure functions. Errors: absent means not such a path, not such a text.
#include <cstddef>
#include <cstdint>
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

/// What an upgrade of this path (without its query) opens: the room of that name, or the echo, which is "".
[[nodiscard]] std::optional<std::string> conversation_on(std::string_view path);

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

}  // namespace harness::contract
