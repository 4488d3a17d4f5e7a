#include "harness/base/rate.hpp"

#include <gtest/gtest.h>

namespace harness {
namespace {

TEST(ParseRate, ReadsPerSecondAndPerMinute) {
  EXPECT_DOUBLE_EQ(parse_rate("1000/s")->value, 1000);
  EXPECT_DOUBLE_EQ(parse_rate("2.5/s")->value, 2.5);
  EXPECT_DOUBLE_EQ(parse_rate("120/m")->value, 2);
}

TEST(ParseRate, RefusesWhatIsNotAPositiveRate) {
  for (const char* text : {"1000", "0/s", "-3/s", "/s", "x/s", "nan/s", "5/h"})
    EXPECT_FALSE(parse_rate(text)) << text;
}

}  // namespace
}  // namespace harness
