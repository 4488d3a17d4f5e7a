#include "harness/base/duration.hpp"

#include <gtest/gtest.h>

namespace harness {
namespace {

// DaCapo keeps the times of events as float nanoseconds: nine seconds after the start they are a microsecond
// apart.
TEST(Nanoseconds, AreStillOneApartAfterAMonth) {
  const float nine_seconds = 9e9F;
  EXPECT_EQ(nine_seconds + 100, nine_seconds);
  const Nanoseconds month = seconds(30 * 24 * 3600);
  EXPECT_EQ((month + Nanoseconds(1)) - month, Nanoseconds(1));
}

TEST(ParseDuration, ReadsEveryUnit) {
  EXPECT_EQ(*parse_duration("10ns"), Nanoseconds(10));
  EXPECT_EQ(*parse_duration("750us"), Nanoseconds(750'000));
  EXPECT_EQ(*parse_duration("200ms"), Nanoseconds(200'000'000));
  EXPECT_EQ(*parse_duration("1.5s"), Nanoseconds(1'500'000'000));
  EXPECT_EQ(*parse_duration("2m"), Nanoseconds(120'000'000'000));
  EXPECT_EQ(*parse_duration("1h"), Nanoseconds(3'600'000'000'000));
}

TEST(ParseDuration, RefusesWhatHasNoUnitOrIsNotANumber) {
  for (const char* text : {"5", "", "s", "-1s", "1e400s", "nans", "infs", "5 s", "5sec", "five s"}) {
    const auto parsed = parse_duration(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().code, ErrorCode::kUsage);
    EXPECT_NE(parsed.error().message.find("such as 200ms"), std::string::npos) << parsed.error().message;
  }
}

TEST(Human, ChoosesTheUnitAPersonWould) {
  EXPECT_EQ(human(Nanoseconds(850)), "850 ns");
  EXPECT_EQ(human(microseconds(12)), "12 µs");
  EXPECT_EQ(human(milliseconds(850)), "850 ms");
  EXPECT_EQ(human(milliseconds(5200)), "5.2 s");
  EXPECT_EQ(human(seconds(425)), "7 min 05 s");
  EXPECT_EQ(human(seconds(3720)), "1 h 02 min");
}

}  // namespace
}  // namespace harness
