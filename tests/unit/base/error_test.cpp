#include "harness/base/error.hpp"

#include <cerrno>

#include <gtest/gtest.h>

namespace harness {
namespace {

Result<int> fails() {
  return usage_error("field '{}' is {}", "slice", 3);
}

TEST(Error, CarriesCodeAndMessage) {
  EXPECT_EQ(fails().error().code, ErrorCode::kUsage);
  EXPECT_EQ(fails().error().message, "field 'slice' is 3");
}

TEST(Error, WithinPutsThePlaceInFront) {
  EXPECT_EQ(fails().error().within("a.toml").message, "a.toml: field 'slice' is 3");
}

TEST(Error, JoinedKeepsEveryProblemOnItsOwnLine) {
  EXPECT_EQ(joined(ErrorCode::kUsage, {"one", "two"}).message, "one\ntwo");
}

TEST(ErrnoMessage, NamesReasonAndNumber) {
  EXPECT_EQ(errno_message("cannot open x", ENOENT), "cannot open x: No such file or directory (errno 2)");
}

TEST(AssertDeathTest, NamesFileAndLine) {
  EXPECT_DEATH(HARNESS_ASSERT(1 == 2), "error_test.cpp:.*1 == 2 is false");
}

}  // namespace
}  // namespace harness
