#include "harness/load/load_plan.hpp"

#include <gtest/gtest.h>

namespace harness::load {
namespace {

TEST(ValidateLoadPlan, AcceptsTheDefaultsWithAPort) {
  LoadPlan plan;
  plan.port = 8080;
  EXPECT_TRUE(validate(plan));
}

TEST(ValidateLoadPlan, NamesEveryProblemAtOnce) {
  LoadPlan plan;
  plan.connections = 0;
  plan.threads = 2;
  plan.duration = Nanoseconds(0);
  const auto valid = validate(plan);
  ASSERT_FALSE(valid);
  EXPECT_EQ(valid.error().code, ErrorCode::kUsage);
  for (const char* field : {"port:", "connections:", "threads:", "duration:"}) {
    EXPECT_NE(valid.error().message.find(field), std::string::npos) << valid.error().message;
  }
}

}  // namespace
}  // namespace harness::load
