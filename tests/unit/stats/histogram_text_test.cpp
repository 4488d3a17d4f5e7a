#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/stats/histogram.hpp"

namespace harness::stats {
namespace {

using testing::HasSubstr;

TEST(HistogramText, WritesOneReadableLine) {
  Histogram histogram;
  for (const int value : {123, 123, 2050}) histogram.record(Nanoseconds(value));
  EXPECT_EQ(to_text(histogram), "h1 min=123 max=2050 sum=2296 clamped=0 123:2 2049:1");
}

TEST(HistogramText, LeavesMinAndMaxEmptyWhenNothingWasRecorded) {
  EXPECT_EQ(to_text(Histogram{}), "h1 min= max= sum=0 clamped=0");
  EXPECT_EQ(*histogram_from_text("h1 min= max= sum=0 clamped=0"), Histogram{});
}

TEST(HistogramText, ComesBackAsTheSameHistogram) {
  Histogram histogram;
  for (const std::int64_t value : {-7LL, 0LL, 1LL, 12'345'678LL, 61'000'000'000LL}) {
    histogram.record(Nanoseconds(value));
  }
  const auto back = histogram_from_text(to_text(histogram));
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(*back, histogram);
}

TEST(HistogramText, ComesBackWhenTheSumNeedsMoreThan64Bits) {
  Histogram histogram;
  for (int i = 0; i < 3; ++i) histogram.record(Nanoseconds::max());
  // 3 · (2^63 − 1)
  EXPECT_THAT(to_text(histogram), HasSubstr("sum=27670116110564327421 "));
  const auto back = histogram_from_text(to_text(histogram));
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(*back, histogram);
}

struct Damage {
  const char* text;
  const char* named;
};

class DamagedHistogramText : public testing::TestWithParam<Damage> {};

TEST_P(DamagedHistogramText, IsRefusedAndTheDamageNamed) {
  const auto read = histogram_from_text(GetParam().text);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::kEnvironment);
  EXPECT_THAT(read.error().message, HasSubstr(GetParam().named));
}

INSTANTIATE_TEST_SUITE_P(
    Each, DamagedHistogramText,
    testing::Values(Damage{"", "version ''"}, Damage{"h2 min=1 max=1 sum=1 clamped=0 1:1", "version 'h2'"},
                    Damage{"h1 max=1 sum=1 clamped=0 1:1", "expected 'min=…', found 'max=1'"},
                    Damage{"h1 min=1", "expected 'max=…', found ''"},
                    Damage{"h1 min=1x max=1 sum=1 clamped=0 1:1", "'min=1x' is not an integer"},
                    Damage{"h1 min=1 max=1 sum=- clamped=0 1:1", "'sum=-' is not an integer"},
                    Damage{"h1 min=1 max=1 sum= clamped=0 1:1", "sum and clamped need a value"},
                    Damage{"h1 min=1 max= sum=1 clamped=0 1:1", "either both given or both empty"},
                    Damage{"h1 min= max= sum=1 clamped=0 1:1", "1 values but neither min nor max"},
                    Damage{"h1 min=1 max=1 sum=1 clamped=-1 1:1", "'clamped=-1' is not an integer"},
                    Damage{"h1 min=1 max=1 sum=1 clamped=0", "no buckets, yet"},
                    Damage{"h1 min=1 max=1 sum=1 clamped=0 1", "'1' is not bucket:count"},
                    Damage{"h1 min=1 max=1 sum=1 clamped=0 1:x", "'1:x' is not bucket:count"},
                    Damage{"h1 min=1 max=1 sum=1 clamped=0  1:1", "'' is not bucket:count"},
                    Damage{"h1 min=1 max=1 sum=1 clamped=0 1:0", "'1:0' must be left out"},
                    Damage{"h1 min=1 max=2 sum=3 clamped=0 2:1 1:1", "bucket 1 comes after 2"},
                    Damage{"h1 min=1 max=1 sum=2 clamped=0 1:1 1:1", "bucket 1 comes after 1"},
                    Damage{"h1 min=1 max=1 sum=1 clamped=0 27389:1", "bucket 27389"},
                    Damage{"h1 min=2 max=3 sum=4 clamped=0 1:1 3:1", "min=2 is not in the first bucket, 1"},
                    Damage{"h1 min=1 max=2 sum=4 clamped=0 1:1 3:1", "max=2 is not in the last bucket, 3"},
                    Damage{"h1 min=1 max=3 sum=4 clamped=1 1:1 3:1", "clamped=1 contradicts max=3"},
                    Damage{"h1 min=1 max=3 sum=7 clamped=0 1:1 3:1", "sum=7 is not between 2 times"},
                    Damage{"h1 min=1 max=2 sum=2 clamped=0 1:18446744073709551615 2:1",
                           "do not fit 64 bits"}));

}  // namespace
}  // namespace harness::stats
