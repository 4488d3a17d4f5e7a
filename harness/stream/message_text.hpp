#pragma once
// The texts WebSocket clients send, and the strict reading of what comes back: exactly the contract's bytes,
// compact JSON in the contract's key order. Pure. Times in a text are nanoseconds from the start of the load,
// so that a JavaScript server can hold them. Threading: no state. Errors: absent means not such a text.
//   echo  {"c":connection,"s":id,"ts":intended,"p":"…"}           comes back as it was
//   room  {"s":id,"ts":intended,"p":"…"}                          comes back to every member as
//         {"f":client,"s":id,"n":position,"ts":intended,"p":"…"}
//   line  {"d":connection,"s":S,"v":…,"p":"…"}                    is answered OK S: S says which of its
//         connection's messages it is, and of which connection
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "harness/base/duration.hpp"

namespace harness::stream {

/// Room for the keys with 7 digits of connection, 12 of id and 15 of time (11 days).
inline constexpr std::size_t kSmallestMessage = 64;
inline constexpr std::size_t kLargestMessage = std::size_t{1} << 20;

struct EchoHead {
  std::uint64_t connection = 0;
  std::uint64_t id = 0;
};

struct RoomDelivery {
  std::uint64_t from = 0;  ///< as the server calls the sender
  std::uint64_t id = 0;
  std::uint64_t position = 0;  ///< in the order of the room
  std::uint64_t intended_ns = 0;
  std::string_view padding;
};

/// Overwrite `text` with a message of `size` bytes; it allocates only while `text` grows.
void write_echo(std::string& text, const EchoHead& head, Nanoseconds intended, std::size_t size);
void write_room(std::string& text, std::uint64_t id, Nanoseconds intended, std::size_t size);

void write_line(std::string& text, const EchoHead& head, std::size_t connections, std::size_t size);
void write_acknowledgement(std::string& text, const EchoHead& head, std::size_t connections);

[[nodiscard]] std::optional<EchoHead> read_echo(std::string_view text);
[[nodiscard]] std::optional<EchoHead> read_acknowledgement(std::string_view text, std::size_t connections);
[[nodiscard]] std::optional<RoomDelivery> read_delivery(std::string_view text);
/// What `p` of the room message `id` must be.
[[nodiscard]] bool is_padding_of(std::uint64_t id, Nanoseconds intended, std::size_t size,
                                 std::string_view padding);

}  // namespace harness::stream
