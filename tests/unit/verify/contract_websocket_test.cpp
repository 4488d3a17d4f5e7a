#include "workloads/native/reference/contract_websocket.hpp"

#include "workloads/native/reference/contract_routes.hpp"
#include <gtest/gtest.h>

namespace harness::contract {
namespace {

TEST(Conversation, IsOpenedByItsPathAndByNoOther) {
  EXPECT_EQ(conversation_on("/ws/echo"), "");
  EXPECT_EQ(conversation_on("/ws/room/lobby"), "lobby");
  EXPECT_EQ(conversation_on("/ws/room/Az-09_"), "Az-09_");
  const std::string longest(kLongestRoomName, 'x');
  EXPECT_EQ(conversation_on("/ws/room/" + longest), longest);
  for (const std::string& path :
       {std::string("/ws"), std::string("/ws/"), std::string("/ws/echo/"), std::string("/ws/room"),
        std::string("/ws/room/"), std::string("/ws/room/a/b"), std::string("/ws/room/a.b"),
        std::string("/ws/room/%41"), "/ws/room/" + longest + "x"}) {
    EXPECT_EQ(conversation_on(path), std::nullopt) << path;
  }
}

TEST(Conversation, IsARefusalWithoutAnUpgrade) {
  const Answer plain = answer("GET", "/ws/room/lobby?x=1");
  EXPECT_EQ(plain.reply.status, 400);
  EXPECT_EQ(plain.conversation, "lobby");
  EXPECT_TRUE(plain.observed);
  EXPECT_EQ(answer("POST", "/ws/echo").reply.status, 405);
  EXPECT_EQ(answer("POST", "/ws/echo").conversation, std::nullopt);
  EXPECT_EQ(answer("GET", "/ws/room/").reply.status, 404);
}

TEST(RoomMessage, IsReadHoweverItIsSpelt) {
  const auto message = read_room_message(" {\"p\":\"\\u00e9\\n\", \"ts\":9007199254740991,\"s\": 0}");
  ASSERT_TRUE(message);
  EXPECT_EQ(message->s, 0);
  EXPECT_EQ(message->ts, 9007199254740991);
  EXPECT_EQ(message->p, "\xc3\xa9\n");
}

TEST(RoomMessage, IsNoneWhenAKeyIsMissingOrAValueIsOfAnotherKind) {
  for (const char* text : {"", "x", "[]", "null", "1", R"({"ts":1,"p":""})", R"({"s":1,"p":""})",
                           R"({"s":1,"ts":1})", R"({"s":-1,"ts":1,"p":""})", R"({"s":1.5,"ts":1,"p":""})",
                           R"({"s":true,"ts":1,"p":""})", R"({"s":1,"ts":9007199254740992,"p":""})",
                           R"({"s":1,"ts":1,"p":null})", "{\"s\":1,\"ts\":1,\"p\":\"\xff\"}"}) {
    EXPECT_EQ(read_room_message(text), std::nullopt) << text;
  }
}

TEST(RoomDelivery, IsCompactInTheOrderOfTheContractAndRawBeyondAscii) {
  EXPECT_EQ(room_delivery(3, 12, {7, 8, "\xc3\xa9 \"\n\x01"}),
            "{\"f\":3,\"s\":7,\"n\":12,\"ts\":8,\"p\":\"\xc3\xa9 \\\"\\n\\u0001\"}");
}

}  // namespace
}  // namespace harness::contract
