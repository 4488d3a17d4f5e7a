#include "harness/verify/websocket_frames.hpp"

#include <gtest/gtest.h>

namespace harness::verify {
namespace {

// The masked "Hello" of RFC 6455 §5.7, whose mask is the one used here.
TEST(Frame, IsThatOfTheRfc) {
  EXPECT_EQ(frame(Opcode::kText, "Hello"), "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58");
}

TEST(Frame, WritesItsLengthInTheFewestBytes) {
  constexpr std::size_t kMask = 4;
  for (const auto& [size, header] : {std::pair<std::size_t, std::string>{125, "\x82\xfd"},
                                     {126, std::string("\x82\xfe\x00\x7e", 4)},
                                     {65535, "\x82\xfe\xff\xff"},
                                     {65536, std::string("\x82\xff\0\0\0\0\0\x01\0\0", 10)}}) {
    const auto bytes = frame(Opcode::kBinary, std::string(size, 'x'));
    EXPECT_EQ(bytes.substr(0, header.size()), header) << size;
    EXPECT_EQ(bytes.size(), header.size() + kMask + size);
  }
}

TEST(Frame, CarriesAMessageInPiecesBetweenTwoEmptyOnes) {
  EXPECT_EQ(in_frames(Opcode::kText, "abc", 2),
            frame(Opcode::kText, "", false) + frame(Opcode::kContinuation, "ab", false) +
                frame(Opcode::kContinuation, "c", false) + frame(Opcode::kContinuation, "", true));
}

TEST(Frame, ClosesWithACodeInNetworkOrder) {
  EXPECT_EQ(close_frame(1000, "x"), frame(Opcode::kClose, "\x03\xe8x"));
}

TEST(Frame, MayBeLeftUnmasked) {
  EXPECT_EQ(unmasked_frame(Opcode::kText, "Hello"), "\x81\x05Hello");
}

}  // namespace
}  // namespace harness::verify
