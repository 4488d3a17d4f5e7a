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
}

}  // namespace
}  // namespace harness::stream
