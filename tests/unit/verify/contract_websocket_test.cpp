#include "workloads/native/reference/contract_websocket.hpp"

#include "workloads/native/reference/contract_routes.hpp"
#include <gtest/gtest.h>

namespace harness::contract {
namespace {

TEST(Conversation, IsOpenedByItsPathAndByNoOther) {
  EXPECT_EQ(conversation_on("/ws/echo"), Conversation{});
  EXPECT_EQ(conversation_on("/ws/room/lobby"), Conversation{"lobby"});
  EXPECT_EQ(conversation_on("/ws/room/Az-09_"), Conversation{"Az-09_"});
  const std::string longest(kLongestRoomName, 'x');
  EXPECT_EQ(conversation_on("/ws/room/" + longest), Conversation{longest});
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
  EXPECT_EQ(plain.conversation, Conversation{"lobby"});
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

TEST(Game, IsOpenedByItsRate) {
  EXPECT_EQ(answer("GET", "/ws/game?hz=30").conversation, (Conversation{"", 30}));
  for (const char* target : {"/ws/game", "/ws/game?hz=0", "/ws/game?hz=121", "/ws/game?hz=1&hz=1"}) {
    EXPECT_EQ(answer("GET", target).reply.status, 400) << target;
    EXPECT_EQ(answer("GET", target).conversation, std::nullopt) << target;
  }
  EXPECT_EQ(answer("POST", "/ws/game").reply.status, 405);
}

TEST(GameStep, IsOneInEachDirection) {
  const auto step = read_game_step(R"({"dy":-1, "dx":1})");
  ASSERT_TRUE(step);
  EXPECT_EQ(step->x, 1);
  EXPECT_EQ(step->y, -1);
  for (const char* text : {"", "[]", R"({"dx":1})", R"({"dx":0,"dy":1})", R"({"dx":1,"dy":-2})",
                           R"({"dx":true,"dy":1})", R"({"dx":"1","dy":1})", R"({"dx":1.5,"dy":1})"}) {
    EXPECT_FALSE(read_game_step(text)) << text;
  }
}

// 3 / 120 s = 25 ms; 1 / 30 s = 33,333,333 ns and a third.
TEST(GameTick, IsDueAtATimeOfItsOwn) {
  EXPECT_EQ(game_tick_due_ns(3, 120), 25'000'000);
  EXPECT_EQ(game_tick_due_ns(1, 30), 33'333'333);
}

TEST(GameTick, NamesThePlayersInTheirOrder) {
  EXPECT_EQ(game_tick(7, 99, {{2, {-1, 4}}, {1, {0, 0}}}), R"({"k":7,"t":99,"p":[[1,0,0],[2,-1,4]]})");
  EXPECT_EQ(game_tick(1, 2, {}), R"({"k":1,"t":2,"p":[]})");
}

}  // namespace
}  // namespace harness::contract
