// `harness compare` on stored runs, as a user calls it: with no server, Node.js or Python.
#include <fstream>

#include "harness_command.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "harness/base/file.hpp"

namespace harness::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

fs::path reference() {
  for (const auto& machine : fs::directory_iterator(fs::path(HARNESS_SOURCE_DIR) / "results/reference")) {
    if (machine.is_directory()) return machine.path();
  }
  return {};
}

/// A copy of the reference, with one text in one file replaced everywhere.
fs::path copy_with(const std::string& name, const char* file, const std::string& from,
                   const std::string& to) {
  const fs::path folder = fresh_folder(name) / "run";
  fs::copy(reference(), folder);
  std::string text = *read_file(folder / file);
  EXPECT_NE(text.find(from), std::string::npos) << from;
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  std::ofstream(folder / file, std::ios::trunc) << text;
  return folder;
}

TEST(Compare, FindsThatARunAgreesWithItself) {
  const Ran ran = run_harness({"compare", reference(), reference(), "--format", "json"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  const auto json = nlohmann::json::parse(ran.out);
  EXPECT_EQ(json["runs"].size(), 2U);
  EXPECT_GE(json["places"].size(), 10U);
  for (const auto& place : json["places"]) {
    EXPECT_NE(place["outcome"], "DIFFERS") << place;
    if (place.contains("first_over_second")) {
      EXPECT_EQ(place["first_over_second"]["ratio"], 1.0);
    }
  }
  for (const auto& claim : json["verdicts"]) EXPECT_EQ(claim["verdicts"][0], claim["verdicts"][1]);
  EXPECT_TRUE(json["allowed_to_differ"].empty());
}

TEST(Compare, ListsWhatMayDiffer) {
  const auto other = copy_with("compare-cpu", "env.csv", "AMD EPYC", "Another | CPU");
  const Ran text = run_harness({"compare", reference(), other});
  ASSERT_EQ(text.code, 0) << text.err;
  EXPECT_THAT(text.out, HasSubstr("cpu_model"));
  EXPECT_THAT(text.out, HasSubstr("verdicts agree"));
  EXPECT_THAT(text.out, HasSubstr("never tested"));
  const Ran markdown = run_harness({"compare", reference(), other, "--format", "markdown"});
  EXPECT_THAT(markdown.out, HasSubstr("| cpu_model | AMD EPYC | Another \\| CPU |"));
}

TEST(Compare, WritesOneCsvLinePerPlace) {
  const Ran ran = run_harness({"compare", reference(), reference(), reference(), "--format", "csv"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("claim,reading,place,outcome,reason,p_holm,ratio_1,low_1,high_1,ratio_2"));
  EXPECT_THAT(ran.out, HasSubstr("AR1,strict,/delay?ms=50 c=1024 / 50000,"));
  EXPECT_THAT(ran.out, Not(HasSubstr("nan")));
}

TEST(Compare, RefusesRunsOfOtherServers) {
  const auto other = copy_with("compare-lock", "env.csv", "26.10.0", "27.0.0");
  const Ran ran = run_harness({"compare", reference(), other});
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(ran.out, "");
  EXPECT_THAT(ran.err, HasSubstr("runtime.node.pinned_version is not the same: 26.10.0 | 27.0.0"));
  EXPECT_THAT(ran.err, HasSubstr("measure again with one commit"));
}

TEST(Compare, NeedsTwoRunsThatCanBeRead) {
  EXPECT_EQ(run_harness({"compare", reference()}).code, 1);
  const Ran ran = run_harness({"compare", reference(), "/nowhere"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("/nowhere is not a folder"));
}

}  // namespace
}  // namespace harness::test
