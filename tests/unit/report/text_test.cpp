#include "harness/report/text.hpp"

#include <gtest/gtest.h>

namespace harness::report {
namespace {

TEST(WithThousands, GroupsDigits) {
  EXPECT_EQ(with_thousands(0), "0");
  EXPECT_EQ(with_thousands(999), "999");
  EXPECT_EQ(with_thousands(1000), "1,000");
  EXPECT_EQ(with_thousands(-1234567.0), "-1,234,567");
  EXPECT_EQ(with_thousands(1234.56, 1), "1,234.6");
}

TEST(ThreeDigits, KeepsThreeAndShowsADashForNothing) {
  EXPECT_EQ(three_digits(1234.5), "1,234");
  EXPECT_EQ(three_digits(50.41), "50.4");
  EXPECT_EQ(three_digits(5.041), "5.04");
  EXPECT_EQ(three_digits(0.512), "0.512");
  EXPECT_EQ(three_digits(0.0512), "0.0512");
  EXPECT_EQ(three_digits(std::nullopt), "–");
}

TEST(DisplayWidth, CountsCharactersNotBytes) {
  EXPECT_EQ(display_width("µs –"), 4U);
  EXPECT_EQ(padded_left("–", 3), "  –");
  EXPECT_EQ(padded_right("µ", 3), "µ  ");
}

TEST(Wrapped, BreaksAtSpacesAndIndentsWhatFollows) {
  EXPECT_EQ(wrapped("one two three", 8, 2), "one two\n  three");
  EXPECT_EQ(wrapped("unbreakable", 4, 2), "unbreakable");
  EXPECT_EQ(wrapped("", 4, 2), "");
}

}  // namespace
}  // namespace harness::report
