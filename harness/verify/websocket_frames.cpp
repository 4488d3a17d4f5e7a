#include "harness/verify/websocket_frames.hpp"

#include <algorithm>
#include <array>

namespace harness::verify {
namespace {

/// No byte is 0, none is there twice: a server that unmasks wrongly cannot be right by chance.
constexpr std::array<char, 4> kMask = {'\x37', '\xfa', '\x21', '\x3d'};
constexpr std::uint8_t kMasked = 0x80;

void append_big_endian(std::string& frame, std::uint64_t number, int bytes) {
  for (int i = bytes - 1; i >= 0; --i) frame += static_cast<char>(number >> (8 * i));
}

std::string header(std::uint8_t first_byte, std::size_t size, std::uint8_t mask_bit) {
  std::string frame(1, static_cast<char>(first_byte));
  if (size < 126) {
    frame += static_cast<char>(mask_bit | size);
  } else if (size < 65536) {
    frame += static_cast<char>(mask_bit | 126U);
    append_big_endian(frame, size, 2);
  } else {
    frame += static_cast<char>(mask_bit | 127U);
    append_big_endian(frame, size, 8);
  }
  return frame;
}

std::uint8_t first_byte(Opcode opcode, bool last) {
  return static_cast<std::uint8_t>(static_cast<std::uint8_t>(opcode) | (last ? kLastFrame : 0U));
}

}  // namespace

std::string raw_frame(std::uint8_t first_byte, std::string_view payload) {
  std::string frame = header(first_byte, payload.size(), kMasked);
  frame.append(kMask.data(), kMask.size());
  for (std::size_t i = 0; i < payload.size(); ++i) {
    frame += static_cast<char>(payload[i] ^ kMask[i % kMask.size()]);
  }
  return frame;
}

std::string frame(Opcode opcode, std::string_view payload, bool last) {
  return raw_frame(first_byte(opcode, last), payload);
}

std::string in_frames(Opcode opcode, std::string_view payload, std::size_t size) {
  std::string frames = frame(opcode, "", false);
  for (; !payload.empty(); payload.remove_prefix(std::min(size, payload.size()))) {
    frames += frame(Opcode::kContinuation, payload.substr(0, size), false);
  }
  return frames + frame(Opcode::kContinuation, "", true);
}

std::string close_frame(std::uint16_t code, std::string_view reason) {
  std::string payload;
  append_big_endian(payload, code, 2);
  return frame(Opcode::kClose, payload.append(reason));
}

std::string unmasked_frame(Opcode opcode, std::string_view payload) {
  return header(first_byte(opcode, true), payload.size(), 0).append(payload);
}

}  // namespace harness::verify
