#pragma once
// Frames as a client sends them, right or wrong: a library would refuse to write most of what a server has to
// refuse. Pure. Source: RFC 6455 §5.2.
#include <cstdint>
#include <string>
#include <string_view>

namespace harness::verify {

enum class Opcode : std::uint8_t { kContinuation = 0, kText = 1, kBinary = 2, kClose = 8, kPing = 9 };

inline constexpr std::uint8_t kLastFrame = 0x80;
inline constexpr std::uint8_t kCompressed = 0x40;  ///< RSV1; says so only where an extension was agreed to

/// Masked, with whatever first byte.
[[nodiscard]] std::string raw_frame(std::uint8_t first_byte, std::string_view payload);

[[nodiscard]] std::string frame(Opcode opcode, std::string_view payload, bool last = true);

/// One message in frames of `size` bytes, with an empty one in front and behind.
[[nodiscard]] std::string in_frames(Opcode opcode, std::string_view payload, std::size_t size);

[[nodiscard]] std::string close_frame(std::uint16_t code, std::string_view reason = "");

/// Never allowed: a client has to mask.
[[nodiscard]] std::string unmasked_frame(Opcode opcode, std::string_view payload);

}  // namespace harness::verify
