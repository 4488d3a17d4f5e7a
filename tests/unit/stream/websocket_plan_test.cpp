#include "harness/stream/websocket_plan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::stream {
namespace {

using testing::HasSubstr;

TEST(WebSocketPlan, NamesEverythingThatIsWrong) {
  WebSocketPlan plan;
  plan.connections = 0;
  plan.message_bytes = 63;
  plan.duration = plan.timeout = plan.connect_patience = Nanoseconds(0);
  plan.lead_in = Nanoseconds(-1);
  plan.schedule = load::ScheduleSpec{.rate = {0}, .ramp = Nanoseconds(-1)};
  const std::string problems = validate(plan).error().message;
  for (const char* field : {"port: 0", "connections: 0", "message_bytes: 63", "duration", "timeout",
                            "connect_patience", "lead_in", "rate: 0", "ramp"}) {
    EXPECT_THAT(problems, HasSubstr(field));
  }
  plan = WebSocketPlan();
  plan.port = 80;
  plan.message_bytes = std::size_t{1} << 21;
  EXPECT_THAT(validate(plan).error().message, HasSubstr("message_bytes"));
  plan.message_bytes = 64;
  EXPECT_TRUE(validate(plan));
  plan.rooms = 2;
  EXPECT_THAT(validate(plan).error().message, HasSubstr("/ws/echo has none"));
  plan.conversation = Conversation::kRoom;
  EXPECT_TRUE(validate(plan));
  plan.rooms = 65;
  EXPECT_THAT(validate(plan).error().message, HasSubstr("rooms: 65 must be at least 1 and at most the 64"));
}

TEST(WebSocketPlan, AGameNeedsItsRateAnOpenLoopAndTimeToLearnItsClock) {
  WebSocketPlan plan;
  plan.port = 80;
  plan.target = "/ws/game?hz=20";
  plan.conversation = conversation_of(plan.target);
  ASSERT_EQ(plan.conversation, Conversation::kGame);
  plan.lead_in = milliseconds(199);
  const std::string problems = validate(plan).error().message;
  EXPECT_THAT(problems,
              HasSubstr("lead_in: 199 ms is too short to learn the game's clock; at least 4 ticks, 200 ms"));
  EXPECT_THAT(problems, HasSubstr("rate: is missing"));
  plan.lead_in = milliseconds(200);
  plan.schedule = load::ScheduleSpec{};
  EXPECT_TRUE(validate(plan));
  for (const char* target :
       {"/ws/game", "/ws/game?hz=0", "/ws/game?hz=121", "/ws/game?hz=20x", "/ws/game?hz=20&x=1"}) {
    plan.target = target;
    EXPECT_THAT(validate(plan).error().message, HasSubstr("is no game")) << target;
  }
}

}  // namespace
}  // namespace harness::stream
