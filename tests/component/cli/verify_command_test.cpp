#include <fstream>

#include "harness_command.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "harness/base/clock.hpp"
#include "harness/base/file.hpp"

namespace harness::test {
namespace {

namespace fs = std::filesystem;
using testing::ContainsRegex;
using testing::HasSubstr;

/// The reference under another id, and with a manifest that does not say what it is made of. It declares one
/// row only, so that it is soon examined.
std::string stack_with_a_wrong_manifest() {
  const auto manifest = read_file(fs::path(HARNESS_SOURCE_DIR) / "workloads/native/reference/stack.toml");
  std::string text = manifest.value();
  const auto rows = text.find("\"/plaintext\",") + std::string("\"/plaintext\"").size();
  text.erase(rows, text.find(']', rows) - rows);
  for (const auto& [what, with] : {std::pair<std::string, std::string>{"native/reference", "mine/liar"},
                                   {"json_lib = \"nlohmann\"", "json_lib = \"simdjson\""}}) {
    text.replace(text.find(what), what.size(), with);
  }
  const fs::path file = fresh_folder("liar") / "stack.toml";
  std::ofstream(file) << text;
  return file.string();
}

TEST(Verify, ListsEachStackAtTheEndAndWaitsForTheirIdleConnectionsAtOnce) {
  const Instant began = SteadyClock{}.now();
  const Ran ran = run_harness({"verify", "--stacks", stack_with_a_wrong_manifest() + ",native/reference"});
  EXPECT_LT(SteadyClock{}.now() - began, seconds(20)) << "two waits of ten seconds";
  EXPECT_EQ(ran.code, 2) << ran.err;
  EXPECT_THAT(ran.out,
              HasSubstr("FAIL  info-matches-manifest     json_lib: declared simdjson, observed nlohmann"));
  EXPECT_THAT(ran.out, ContainsRegex("\n +stack +tier +passed +failed +not declared +seconds\n"
                                     "FAIL +mine/liar +TX +27 +1 +67 +[0-9.]+\n"
                                     "ok +native/reference +TX +94 +0 +1 +[0-9.]+\n"
                                     "2 stacks in [0-9.]+ s\n"));
}

TEST(Verify, WritesEachCheckAsJson) {
  const Ran ran = run_harness({"verify", "--stacks", "native/reference", "--format", "json"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  const auto json = nlohmann::json::parse(ran.out);
  ASSERT_EQ(json.size(), 1U);
  EXPECT_EQ(json[0]["stack"], "native/reference");
  EXPECT_EQ(json[0]["passed"], true);
  EXPECT_EQ(json[0]["launch_problem"], "");
  EXPECT_EQ(json[0].size(), 4U);
  EXPECT_EQ(json[0]["checks"].size(), 95U);
  for (const auto& check : json[0]["checks"])
    EXPECT_EQ(check["outcome"], check["name"] == "loop-lag" ? "n/a" : "pass") << check;
}

}  // namespace
}  // namespace harness::test
