#include "harness/machine/kernel_text.hpp"

#include <gtest/gtest.h>

namespace harness::machine {
namespace {

TEST(Field, FindsTheWholeNameOnly) {
  EXPECT_EQ(field("model\t\t: 25\nmodel name\t: AMD EPYC\n", "model name", ':'), "AMD EPYC");
  EXPECT_EQ(field("model name\t: AMD EPYC\nmodel\t\t: 25\n", "model", ':'), "25");
}

TEST(Field, AValueMayContainTheSeparator) {
  EXPECT_EQ(field("some avg10=0.00 total=7", "some", ' '), "avg10=0.00 total=7");
}

TEST(Field, IsAbsentWhenTheLineIsMissingOrEmpty) {
  EXPECT_EQ(field("a: 1", "b", ':'), std::nullopt);
  EXPECT_EQ(field("a:\n", "a", ':'), std::nullopt);
}

TEST(ToUnsigned, RefusesAnythingBesideTheNumber) {
  EXPECT_EQ(to_unsigned("42"), 42U);
  EXPECT_EQ(to_unsigned("42 kB"), std::nullopt);
  EXPECT_EQ(to_unsigned("-1"), std::nullopt);
  EXPECT_EQ(to_unsigned(""), std::nullopt);
}

TEST(ReadText, AMissingFileIsAbsent) {
  EXPECT_EQ(read_text("/no/such/file"), std::nullopt);
}

}  // namespace
}  // namespace harness::machine
