#include "harness/verify/loop_lag.hpp"

#include <gtest/gtest.h>

namespace harness::verify {
namespace {

TEST(LoopLag, IsTheMostThereWasSinceSomebodyAsked) {
  EXPECT_EQ(loop_lag_max_us(R"({"workers":[],"loop_lag_us":{"p50":80,"p99":300,"max":50123},"gc":null})"),
            50'123.0);
  EXPECT_EQ(loop_lag_max_us(R"({"loop_lag_us":{"max":0}})"), 0.0);
}

TEST(LoopLag, IsAbsentWhereNobodyWatchesALoop) {
  for (const char* text :
       {"", "[]", "{}", R"({"loop_lag_us":null})", R"({"loop_lag_us":7})", R"({"loop_lag_us":{"p50":80}})",
        R"({"loop_lag_us":{"max":-1}})", R"({"loop_lag_us":{"max":"1"}})"})
    EXPECT_FALSE(loop_lag_max_us(text)) << text;
}

}  // namespace
}  // namespace harness::verify
