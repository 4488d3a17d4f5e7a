#include "harness/stream/message_text.hpp"

#include <gtest/gtest.h>

namespace harness::stream {
namespace {

TEST(MessageText, AnEchoHasTheSizeAskedForAndIsReadBack) {
  std::string text;
  write_echo(text, {7, 30}, Nanoseconds(123456), 64);
  EXPECT_EQ(text, R"({"c":7,"s":30,"ts":123456,"p":"eeeeeeeeeeeeeeeeeeeeeeeeeeeeeee"})");
  EXPECT_EQ(text.size(), 64U);
  const auto head = read_echo(text);
  ASSERT_TRUE(head);
  EXPECT_EQ(head->connection, 7U);
  EXPECT_EQ(head->id, 30U);
}

TEST(MessageText, ALineIsOneOfTheContractAndItsAcknowledgementSaysWhoseItIs) {
  std::string text;
  write_line(text, {7, 30}, 2000, 64);
  EXPECT_EQ(text, R"({"d":7,"s":60007,"v":-70,"p":"eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee"})");
  EXPECT_EQ(text.size(), 64U);
  write_acknowledgement(text, {7, 30}, 2000);
  EXPECT_EQ(text, "OK 60007");
  const auto head = read_acknowledgement(text, 2000);
  ASSERT_TRUE(head);
  EXPECT_EQ(head->connection, 7U);
  EXPECT_EQ(head->id, 30U);
  for (const char* other : {"", "OK", "OK ", "OK x", "ok 7", "OK -7", "7"})
    EXPECT_FALSE(read_acknowledgement(other, 2000)) << other;
}

TEST(MessageText, TheSmallestMessageHasRoomForTheLargestNumbers) {
  std::string text;
  write_echo(text, {9'999'999, 999'999'999'999}, Nanoseconds(999'999'999'999'999), kSmallestMessage);
  EXPECT_EQ(text.size(), kSmallestMessage);
  write_line(text, {9'999'999, 999'999'999}, 10'000'000, kSmallestMessage);
  EXPECT_EQ(text.size(), kSmallestMessage);
}

TEST(MessageText, OnlyTheContractsFormIsReadAsADelivery) {
  const auto delivery = read_delivery(R"({"f":3,"s":5,"n":9,"ts":77,"p":"fff"})");
  ASSERT_TRUE(delivery);
  EXPECT_EQ(delivery->from, 3U);
  EXPECT_EQ(delivery->id, 5U);
  EXPECT_EQ(delivery->position, 9U);
  EXPECT_EQ(delivery->intended_ns, 77U);
  EXPECT_EQ(delivery->padding, "fff");
  for (const char* other :
       {"", "{}", R"({"f": 3,"s":5,"n":9,"ts":77,"p":"fff"})", R"({"f":3,"s":5,"n":9,"ts":77,"p":"fff")",
        R"({"s":5,"f":3,"n":9,"ts":77,"p":"fff"})", R"({"f":"3","s":5,"n":9,"ts":77,"p":"fff"})",
        R"({"f":3,"s":-5,"n":9,"ts":77,"p":"fff"})",
        R"({"f":3,"s":99999999999999999999,"n":9,"ts":77,"p":"fff"})"}) {
    EXPECT_FALSE(read_delivery(other)) << other;
  }
}

TEST(MessageText, TheOtherFormsAreNoEchoes) {
  for (const char* other : {"", R"({"c":7})", R"({"s":5,"ts":1,"p":""})", R"({"c":,"s":30,"ts":1,"p":""})"})
    EXPECT_FALSE(read_echo(other)) << other;
}

TEST(MessageText, ThePaddingOfARoomMessageIsKnownFromItsIdAndSize) {
  std::string text;
  write_room(text, 5, Nanoseconds(77), 64);
  EXPECT_EQ(text.size(), 64U);
  const std::string padding = text.substr(text.find("\"p\":\"") + 5, std::string::npos);
  const std::string_view right(padding.data(), padding.size() - 2);
  EXPECT_TRUE(is_padding_of(5, Nanoseconds(77), 64, right));
  EXPECT_FALSE(is_padding_of(6, Nanoseconds(77), 64, right));
  EXPECT_FALSE(is_padding_of(5, Nanoseconds(77), 64, right.substr(1)));
  EXPECT_FALSE(is_padding_of(5, Nanoseconds(77), 65, right));
}

}  // namespace
}  // namespace harness::stream
