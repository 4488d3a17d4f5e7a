#include "small_workloads.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::workload {
namespace {

using testing::HasSubstr;

constexpr auto kFile = "suites/waits.toml";

/// With node/http for the one question that the first claim asks, about /delay?ms=50 c=1024.
SmallWorkloads with_only(std::string_view cells) {
  SmallWorkloads workloads;
  workloads.replace(kFile, "[profile.smoke]",
                    fmt::format("[only]\n\"node/http\" = [{}]\n[profile.smoke]", cells));
  return workloads;
}

/// The second claim is about two others.
constexpr auto kBoth = R"("/delay?ms=50 c=1024", "/plaintext c=64")";

TEST(Only, IsTheCellsThatAStackIsMeasuredIn) {
  const auto catalog = with_only(kBoth).load();
  ASSERT_TRUE(catalog) << catalog.error().message;
  const Suite& suite = catalog->suites.at(0);
  EXPECT_TRUE(suite.wants("node/http", Cell{"/plaintext", 64}));
  EXPECT_FALSE(suite.wants("node/http", Cell{"/plaintext", 1}));
  EXPECT_TRUE(suite.wants("native/server", Cell{"/plaintext", 1})) << "of which nothing is said";
  EXPECT_TRUE(suite.wants("node/http", "/plaintext"));
  EXPECT_FALSE(suite.wants("node/http", "/delay"));
  EXPECT_FALSE(suite.wants("node/http@node18", Cell{"/plaintext", 1})) << "the same on another runtime";
}

TEST(Only, NeedsNotServeWhatItIsNotAskedFor) {
  auto workloads = with_only("\"/delay?ms=50 c=1024\"");
  workloads.replace("claims.toml", "\nnumerator = \"node/http\"\ndenominator = \"native/server\"",
                    "\nnumerator = \"native/server\"\ndenominator = \"native/server\"");
  workloads.replace("claims.toml", "kind = \"comparison\"", "kind = \"threshold\"");
  workloads.replace("claims.toml", "equivalence_margin = 1.05\n", "");
  workloads.replace("node/http/stack.toml", R"(["/plaintext", "/delay"])", R"(["/delay"])");
  EXPECT_EQ(workloads.complaint(), "");
  workloads.replace(kFile, "c=1024\"]", "c=1024\", \"/plaintext c=1\"]");
  EXPECT_THAT(workloads.complaint(), HasSubstr("'node/http' does not serve '/plaintext'"));
}

TEST(Only, NamesCellsAndStacksOfTheSuite) {
  EXPECT_THAT(
      with_only("\"/plaintext c=65\"").complaint(),
      HasSubstr("waits.toml:15: only.node/http: '/plaintext c=65' is not a cell of the suite: name one as "
                "claims do. Did you mean '/plaintext c=64'?"));
  EXPECT_THAT(with_only(kBoth).replace(kFile, "\"node/http\" =", "\"node/htp\" =").complaint(),
              HasSubstr("only.node/htp: is not a known key"));
}

TEST(Only, LeavesNoClaimWithoutItsRows) {
  EXPECT_THAT(
      with_only("\"/delay?ms=50 c=1024\"").complaint(),
      HasSubstr("claim[2].numerator: suite 'waits' does not measure 'node/http' in '/plaintext c=64': add "
                "it to its [only]"));
}

TEST(Only, LeavesNoCauseWithoutItsRows) {
  auto workloads = with_only(kBoth).replace(kFile, "\"node/http\" = [",
                                            "\"native/server\" = [\"/plaintext c=1\"]\n\"node/http\" = [");
  EXPECT_EQ(workloads.complaint(), "");
  workloads.write("causes.toml", R"(schema = 1
[[cause]]
claims = ["C2 T0"]
knob = "off"
arm = "node/http"
turned = "native/server"
explanation = "Why."
)");
  EXPECT_THAT(
      workloads.complaint(),
      HasSubstr(
          "turned: 'native/server' is not measured in '/plaintext c=64', which claim 'C2 T0' is about"));
}

TEST(Only, LeavesNoControlWithoutItsRows) {
  auto workloads = with_only(kBoth);
  workloads.replace("node/http/stack.toml", "env = ", "slower_argv = [\"{runtime}\", \"slow.mjs\"]\nenv = ");
  workloads.replace(kFile, "[only]",
                    "[controls]\nstack = \"node/http\"\ncell = \"/plaintext c=1\"\nmetric = "
                    "\"throughput_rps\"\n[only]");
  EXPECT_THAT(workloads.complaint(), HasSubstr("'node/http' is not measured in '/plaintext c=1'"));
  workloads.replace(kFile, "cell = \"/plaintext c=1\"", "cell = \"/plaintext c=64\"");
  EXPECT_EQ(workloads.complaint(), "");
}

}  // namespace
}  // namespace harness::workload
