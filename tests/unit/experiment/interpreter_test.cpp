#include "harness/experiment/interpreter.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::experiment {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(MissingPackages, AreComparedByTheirNormalisedNames) {
  Interpreter it;
  it.packages = {"pydantic-core", "zope-interface", "flask"};
  EXPECT_THAT(missing_packages(it, {"pydantic_core", "zope.interface", "Flask"}), IsEmpty());
  EXPECT_THAT(missing_packages(it, {"Flask", "Jinja2", "zope"}), ElementsAre("Jinja2", "zope"));
}

TEST(Interpreter, IsNoneWhereNothingAnswers) {
  const auto it = ask("/bin/true", "/no/such/workloads");
  ASSERT_FALSE(it);
  EXPECT_EQ(it.error().message,
            "/bin/true runs neither as Python nor as JavaScript: name an interpreter of one of them");
}

}  // namespace
}  // namespace harness::experiment
