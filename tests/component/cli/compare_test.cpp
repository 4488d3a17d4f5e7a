// `harness compare` and `verdict --check` on stored runs, as a user calls them: with no server, Node.js or
// Python.
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

/// A copy of the reference, with one text in one file replaced everywhere.
fs::path copy_with(const std::string& name, const char* file, const std::string& from,
                   const std::string& to) {
  const fs::path folder = fresh_folder(name) / "run";
  fs::copy(reference_run(), folder);
  std::string text = *read_file(folder / file);
  EXPECT_NE(text.find(from), std::string::npos) << from;
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  std::ofstream(folder / file, std::ios::trunc) << text;
  return folder;
}

TEST(Compare, FindsThatARunAgreesWithItself) {
  const Ran ran = run_harness({"compare", reference_run(), reference_run(), "--format", "json"});
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

std::string cpu_of_reference() {
  const std::string text = *read_file(reference_run() / "env.csv");
  const std::string key = "\ncpu_model,";
  const auto at = text.find(key) + key.size();
  return text.substr(at, text.find(',', at) - at);
}

TEST(Compare, ListsWhatMayDiffer) {
  const std::string cpu = cpu_of_reference();
  const auto other = copy_with("compare-cpu", "env.csv", cpu, "Another | CPU");
  const Ran text = run_harness({"compare", reference_run(), other});
  ASSERT_EQ(text.code, 0) << text.err;
  EXPECT_THAT(text.out, HasSubstr("cpu_model"));
  EXPECT_THAT(text.out, HasSubstr("verdicts agree"));
  EXPECT_THAT(text.out, HasSubstr("never tested"));
  const Ran markdown = run_harness({"compare", reference_run(), other, "--format", "markdown"});
  EXPECT_THAT(markdown.out, HasSubstr("| cpu_model | " + cpu + " | Another \\| CPU |"));
}

TEST(Compare, ShowsRatesInUnitsOfTheMachineAndWhereThoseDisagree) {
  const Ran same = run_harness({"compare", reference_run(), reference_run(), "--format", "json"});
  const auto rates = nlohmann::json::parse(same.out)["rates_never_tested"];
  EXPECT_GE(rates.size(), 30U);
  for (const auto& rate : rates) {
    EXPECT_GT(rate["per_canary"][0], 0) << rate;
    EXPECT_EQ(rate["units_agree"], true) << rate;
  }
  // A machine that serves twice as fast with the same CPU: the units cannot both be right.
  const auto faster =
      copy_with("compare-units", "env.csv", "floor.c=64.throughput_rps,", "floor.c=64.throughput_rps,1");
  const Ran other = run_harness({"compare", reference_run(), faster, "--format", "json"});
  for (const auto& rate : nlohmann::json::parse(other.out)["rates_never_tested"]) {
    const bool at_64 = rate["cell"].get<std::string>().ends_with(" c=64");
    EXPECT_EQ(rate["units_agree"], !at_64) << rate;
  }
  const auto row = testing::ContainsRegex("/plaintext c=64 .* disagree\n");
  EXPECT_THAT(run_harness({"compare", reference_run(), faster}).out, row);
  EXPECT_THAT(run_harness({"compare", reference_run(), reference_run()}).out, Not(row));
}

TEST(Compare, WritesOneCsvLinePerPlace) {
  const Ran ran =
      run_harness({"compare", reference_run(), reference_run(), reference_run(), "--format", "csv"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("claim,reading,place,outcome,reason,p_holm,ratio_1,low_1,high_1,ratio_2"));
  EXPECT_THAT(ran.out, HasSubstr("AR1,strict,/delay?ms=50 c=1024 / 50000,"));
  EXPECT_THAT(ran.out, Not(HasSubstr("nan")));
}

TEST(Compare, RefusesRunsOfOtherServers) {
  const auto other = copy_with("compare-lock", "env.csv", "26.10.0", "27.0.0");
  const Ran ran = run_harness({"compare", reference_run(), other});
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(ran.out, "");
  EXPECT_THAT(ran.err, HasSubstr("runtime.node.pinned_version is not the same: 26.10.0 | 27.0.0"));
  EXPECT_THAT(ran.err, HasSubstr("measure again with one commit"));
}

TEST(Compare, NeedsTwoRunsThatCanBeRead) {
  EXPECT_EQ(run_harness({"compare", reference_run()}).code, 1);
  const Ran ran = run_harness({"compare", reference_run(), "/nowhere"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("/nowhere is not a folder"));
}

TEST(Check, FindsTheVerdictsOfARunAsTheyWere) {
  const Ran ran = run_harness({"verdict", reference_run(), "--check", reference_run()});
  EXPECT_EQ(ran.code, 0) << ran.err << ran.out;
  EXPECT_THAT(ran.out, HasSubstr("verdicts as in"));
}

TEST(Check, FailsWhenAVerdictFlipsAndNamesIt) {
  const auto flipped = copy_with("check-flip", "verdicts.csv", ",REFUTED,opposite,", ",SUPPORTED,,");
  const Ran ran = run_harness({"verdict", reference_run(), "--check", flipped});
  EXPECT_EQ(ran.code, 4) << ran.err << ran.out;
  EXPECT_THAT(ran.out, HasSubstr("FLIPPED: AR1 strict was SUPPORTED, is REFUTED"));
}

TEST(Check, WarnsWhenARunDecidesLess) {
  const fs::path folder = copy_with("check-less", "run.json", "\"complete\"", "\"interrupted\"");
  fs::remove(folder / "verdicts.csv");
  fs::remove(folder / "controls.csv");
  std::string slices = *read_file(folder / "slices.csv");
  slices.resize(slices.find(",ci,3,") + 1);  // two blocks, and a line that was cut off
  slices.resize(slices.rfind('\n') + 1);
  std::ofstream(folder / "slices.csv", std::ios::trunc) << slices;
  const Ran ran = run_harness({"verdict", folder, "--check", reference_run()});
  EXPECT_EQ(ran.code, 5) << ran.err << ran.out;
  EXPECT_THAT(ran.out, HasSubstr("warning: AR1 strict was REFUTED, is INCONCLUSIVE"));
}

TEST(Check, RefusesAReferenceThatSaysNothing) {
  const Ran missing = run_harness({"run", "--check", "/no/such/run"});
  EXPECT_EQ(missing.code, 2) << missing.err;
  EXPECT_THAT(missing.err, HasSubstr("--check: /no/such/run is not a folder"));
  const Ran smoke = run_harness({"run", "--profile", "smoke", "--check", reference_run()});
  EXPECT_EQ(smoke.code, 1) << smoke.err;
  EXPECT_THAT(smoke.err, HasSubstr("--check: profile 'smoke' of suite 'concurrency' judges nothing"));
  const Ran other = run_harness({"run", "--suite", "certify", "--check", reference_run()});
  EXPECT_EQ(other.code, 1) << other.err;
  EXPECT_THAT(other.err, HasSubstr("is a run of suite 'concurrency', this one is of 'certify'"));
}

}  // namespace
}  // namespace harness::test
