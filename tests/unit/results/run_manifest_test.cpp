#include "harness/results/run_manifest.hpp"

#include "example_rows.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::results {
namespace {

using testing::HasSubstr;

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(RunManifest, ReadsBackWhatItWrote) {
  EXPECT_EQ(parse_manifest(manifest_json(full_manifest())).value(), full_manifest());
  RunManifest bare;
  EXPECT_EQ(parse_manifest(manifest_json(bare)).value(), bare);
}

TEST(RunManifest, KeepsTheCellOfControlsAndWhyThereIsNoSlowerArm) {
  RunManifest manifest = full_manifest();
  EXPECT_EQ(manifest_json(manifest).find("\"cell\""), std::string::npos);
  manifest.procedure->controls->cell = "nbody same n=10000";
  manifest.procedure->controls->no_slower = "a reason";
  EXPECT_EQ(parse_manifest(manifest_json(manifest)).value(), manifest);
}

TEST(RunManifest, RefusesAProcedureNobodyCanHavePlanned) {
  const auto message = [](const std::string& from, const std::string& to) {
    const auto parsed = parse_manifest(replaced(manifest_json(full_manifest()), from, to));
    return parsed ? "no error" : parsed.error().message;
  };
  EXPECT_THAT(message("\"alpha\": 0.05", "\"alpha\": 1.5"), HasSubstr("'procedure.alpha' is 1.5"));
  EXPECT_THAT(message("\"alpha\": 0.05", "\"beta\": 0.05"), HasSubstr("'procedure.alpha' is missing"));
  EXPECT_THAT(message("10", "6"), HasSubstr("'procedure.looks' is [6,6], expected ascending"));
  EXPECT_THAT(message("10", "10.5"), HasSubstr("'procedure.looks' is [6,10.5]"));
  EXPECT_THAT(message("\"family\": true", "\"family\": 1"), HasSubstr("'procedure.family' is 1"));
  EXPECT_THAT(message("\"spare_blocks\": 2", "\"spare_blocks\": 2.5"),
              HasSubstr("'procedure.spare_blocks' is 2.5"));
  EXPECT_THAT(message("\"steal_share\": 0.02", "\"steal_share\": -0.02"),
              HasSubstr("'procedure.noise_guards.steal_share' is -0.02"));
  EXPECT_THAT(message("\"steal_share\": 0.02", "\"stolen\": 0.02"),
              HasSubstr("'procedure.noise_guards.steal_share' is missing"));
  EXPECT_THAT(message("\"client_in_line_share\": 0.1", "\"client_in_line_share\": 10"),
              HasSubstr("'procedure.noise_guards.client_in_line_share' is 10"));
  EXPECT_EQ(message("\"client_in_line_share\": 0.1,", ""), "no error");  // one CPU for both sides
  EXPECT_THAT(message("\"throttled_share\": 0.0", "\"throttled_share\": -1"),
              HasSubstr("'procedure.noise_guards.throttled_share' is -1"));
  EXPECT_THAT(message("\"alarm_level\": 0.99", "\"alarm_level\": 99"),
              HasSubstr("'procedure.controls.alarm_level' is 99"));
  EXPECT_THAT(message("\"target\": \"/plaintext\"", "\"path\": \"/plaintext\""),
              HasSubstr("'procedure.controls.target' is missing"));
}

TEST(RunManifest, JudgesEarlierRunsAsTheyWereJudged) {
  RunManifest earlier;
  earlier.schema = 2;
  EXPECT_FALSE(procedure_of(earlier).family);
  EXPECT_TRUE(procedure_of(earlier).looks.empty());
  EXPECT_EQ(procedure_of(full_manifest()), *full_manifest().procedure);
}

TEST(RunManifest, KeepsTheSeedExactAsText) {
  EXPECT_THAT(manifest_json(full_manifest()), HasSubstr("\"seed\": \"18446744073709551615\""));
}

TEST(RunManifest, LeavesOutWhatIsNotKnownYet) {
  EXPECT_EQ(manifest_json(RunManifest{}).find("finished_utc"), std::string::npos);
  EXPECT_EQ(manifest_json(RunManifest{}).find("claims_sha256"), std::string::npos);
}

TEST(RunManifest, SurvivesBytesThatAreNotUtf8) {
  RunManifest manifest;
  manifest.notes = {"server said \xff\xfe"};
  EXPECT_TRUE(parse_manifest(manifest_json(manifest)));
}

TEST(RunManifest, RefusesAValueSoDeepThatItEndsTheStack) {
  const std::string deep = std::string(300'000, '[') + std::string(300'000, ']');
  const std::string json = manifest_json(full_manifest());
  EXPECT_FALSE(parse_manifest(replaced(json, "\"a note\"", deep)));
  EXPECT_FALSE(parse_manifest(replaced(json, "\"ci\"", deep)));
  EXPECT_FALSE(parse_manifest(replaced(json, "\"cpus\": {", "\"cpus\": " + deep + ", \"unknown\": {")));
}

TEST(RunManifest, NamesTheFieldThatIsMissingOrWrong) {
  const std::string json = manifest_json(full_manifest());
  const auto message = [&](const std::string& from, const std::string& to) {
    const auto parsed = parse_manifest(replaced(json, from, to));
    return parsed ? "no error" : parsed.error().message;
  };
  EXPECT_EQ(message("\"git_sha\"", "\"sha\""), "field 'git_sha' is missing");
  EXPECT_EQ(message("\"server\"", "\"srv\""), "field 'cpus.server' is missing");
  EXPECT_EQ(message("\"complete\"", "\"done\""),
            "field 'status' is 'done', expected partial, complete, interrupted or failed");
  EXPECT_EQ(message("\"planned_rows\": 24", "\"planned_rows\": -24"),
            "field 'planned_rows' is -24, expected a whole number of at least 0");
  EXPECT_EQ(message("\"ci\"", "5"), "field 'profile' is 5, which has the wrong type");
  EXPECT_EQ(message("\"18446744073709551615\"", "\"-1\""),
            "field 'seed' is '-1', expected a whole number of at least 0 as text");
  for (const char* other : {"1.5", "1e300", "true", "4294967297", "-4294967295"}) {
    EXPECT_EQ(message("\"schema\": 9", "\"schema\": " + std::string(other)).substr(0, 18),
              "field 'schema' is ")
        << other;
  }
  EXPECT_EQ(message("\"schema\": 9", "\"schema\": 10"), "field 'schema' is 10, this harness reads 1 to 9");
  EXPECT_EQ(message("\"schema\": 9", "\"schema\": 1"), "no error");
  EXPECT_EQ(parse_manifest("{ \"schema\": 1").error().message, "not a JSON object");
}

}  // namespace
}  // namespace harness::results
