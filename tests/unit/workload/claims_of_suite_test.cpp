#include "harness/workload/claims_of_suite.hpp"

#include <gtest/gtest.h>

namespace harness::workload {
namespace {

constexpr std::string_view kClaims = R"(# The rules.
schema = 1
[[claim]]
id = "C1"
suite = "waits"
threshold = 2
contrasts = [{ numerator = "/a c=1", ideal = 1.5 }, { numerator = "/b c=1", ideal = 1 }]
[[claim]]
id = "C2"
suite = "cpu"
threshold = 3
)";

std::string after(std::string_view from, std::string_view to) {
  std::string text(kClaims);
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return claims_of_suite(text.replace(at, from.size(), to), "waits");
}

TEST(ClaimsOfSuite, AreTheSameWhateverIsSaidOfOtherSuites) {
  const std::string before = claims_of_suite(kClaims, "waits");
  EXPECT_EQ(after("threshold = 3", "threshold = 4"), before);
  EXPECT_EQ(after("suite = \"cpu\"\n", "suite = \"cpu\"\nmore = true\n"), before);
  EXPECT_EQ(after("# The rules.\n", "# Rules.\n\n"), before);
  EXPECT_EQ(after("threshold = 2", "threshold  =  2 # twice"), before);
}

TEST(ClaimsOfSuite, DifferByAnythingThatMayMatterToTheirOwn) {
  const std::string before = claims_of_suite(kClaims, "waits");
  EXPECT_NE(after("threshold = 2", "threshold = 2.5"), before);
  EXPECT_NE(after("threshold = 2", "threshold = \"2\""), before);
  EXPECT_NE(after("id = \"C1\"", "id = \"C1\"\nnew = 1"), before);
  EXPECT_NE(after("/b c=1\", ideal = 1", "/b c=1\", ideal = 1.25"), before);
  EXPECT_NE(after(" }, { numerator = \"/b c=1\", ideal = 1 }", " }"), before);
  EXPECT_NE(after("suite = \"cpu\"", "suite = \"waits\""), before);
  EXPECT_NE(after("schema = 1", "schema = 2"), before);
  EXPECT_NE(claims_of_suite(kClaims, "cpu"), before);
}

TEST(ClaimsOfSuite, CannotBeImitatedByAText) {
  // Without the length of each text these two would be the same.
  EXPECT_NE(claims_of_suite("a = '1'\nb = '2'", ""), claims_of_suite("a = '1>b<a string 2'", ""));
  EXPECT_NE(claims_of_suite("a = [[1], 2]", ""), claims_of_suite("a = [[1, 2]]", ""));
}

TEST(ClaimsOfSuite, OfWhatIsNoTomlAreAllOfIt) {
  EXPECT_EQ(claims_of_suite("no [toml", "waits"), "no [toml");
}

}  // namespace
}  // namespace harness::workload
