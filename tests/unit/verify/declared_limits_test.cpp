#include "harness/verify/declared_limits.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::verify {
namespace {

workload::Stack limited() {
  workload::Stack stack;
  stack.cannot = {{"header-set", "it always sends one more"}};
  return stack;
}

TEST(DeclaredLimits, ExcuseTheFailureTheyNameAndNoOther) {
  const auto checks = with_declared_limits(
      {{"header-set", Outcome::kFail, "one more"}, {"response-size", Outcome::kFail, "24 more"}}, limited());
  EXPECT_EQ(checks[0].outcome, Outcome::kNotApplicable);
  EXPECT_EQ(checks[0].detail, "the manifest says it cannot: it always sends one more (one more)");
  EXPECT_EQ(checks[1].outcome, Outcome::kFail);
}

TEST(DeclaredLimits, MustBeTrue) {
  const auto checks = with_declared_limits({{"header-set", Outcome::kPass, "exactly four"}}, limited());
  EXPECT_EQ(checks[0].outcome, Outcome::kFail);
  EXPECT_THAT(checks[0].detail, testing::HasSubstr("take that out"));
}

}  // namespace
}  // namespace harness::verify
