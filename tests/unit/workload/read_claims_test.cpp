#include "small_workloads.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::workload {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr auto kFile = "claims.toml";
constexpr auto kIdealContrast = "{ numerator = \"/delay?ms=50 c=1024\", ideal = 20480 }";
constexpr auto kCellContrast = "{ numerator = \"/plaintext c=64\", denominator = \"/plaintext c=1\" }";

std::string complaint_after(std::string_view from, std::string_view to) {
  return SmallWorkloads().replace(kFile, from, to).complaint();
}

TEST(Claim, AgainstAnIdealIsReadInFull) {
  const Claim claim = SmallWorkloads().load().value().claims.at(0);
  EXPECT_EQ(claim.name(), "C1 strict");
  EXPECT_EQ(claim.quote, "words");
  EXPECT_EQ(claim.hypothesis, "It waits well.");
  EXPECT_EQ(claim.suite, "waits");
  EXPECT_EQ(claim.kind, ClaimKind::kThreshold);
  EXPECT_EQ(claim.metric, "throughput_rps");
  EXPECT_EQ(claim.numerator, "node/http");
  EXPECT_EQ(claim.denominator, "");
  EXPECT_EQ(claim.direction, Direction::kAbove);
  EXPECT_DOUBLE_EQ(claim.threshold, 0.9);
  EXPECT_DOUBLE_EQ(claim.equivalence_margin, 1.10);
  ASSERT_EQ(claim.contrasts.size(), 1u);
  EXPECT_EQ(claim.contrasts[0].numerator_cell, (Cell{"/delay?ms=50", 1024, {}}));
  EXPECT_EQ(claim.contrasts[0].ideal, 20480.0);
  EXPECT_THAT(claim.also_show, ElementsAre("native/server"));
  EXPECT_EQ(claim.explanation, "Why.");
}

TEST(Claim, AboutTwoStacksIsReadInFull) {
  const Claim claim = SmallWorkloads().load().value().claims.at(1);
  EXPECT_EQ(claim.kind, ClaimKind::kComparison);
  EXPECT_EQ(claim.denominator, "native/server");
  EXPECT_EQ(claim.direction, Direction::kBelow);
  EXPECT_DOUBLE_EQ(claim.threshold, 2);
  EXPECT_DOUBLE_EQ(claim.equivalence_margin, 1.05);
  EXPECT_EQ(claim.contrasts.at(0).numerator_cell, (Cell{"/plaintext", 64, {}}));
  EXPECT_EQ(claim.contrasts.at(0).denominator_cell, (Cell{"/plaintext", 1, {}}));
  EXPECT_FALSE(claim.contrasts.at(0).ideal);
}

SmallWorkloads with_contrast(const std::string& contrast) {
  SmallWorkloads workloads;
  workloads.replace(kFile, kCellContrast, "{ " + contrast + " }");
  return workloads;
}

TEST(Claim, MayBeAboutWhatEachSideHasMoreThanInAnotherCell) {
  const auto catalog =
      with_contrast(
          R"(numerator = "/plaintext c=64", denominator = "/plaintext c=64", grown_from = "/plaintext c=1")")
          .load();
  ASSERT_TRUE(catalog) << catalog.error().message;
  EXPECT_EQ(catalog->claims.at(1).contrasts.at(0).grown_from, (Cell{"/plaintext", 1}));
  EXPECT_FALSE(catalog->claims.at(0).contrasts.at(0).grown_from);
}

TEST(Claim, ComparesGrowthByTheSameNumberOfConnectionsFromACellOfTheSuite) {
  EXPECT_THAT(
      with_contrast(
          R"(numerator = "/plaintext c=64", denominator = "/plaintext c=64", grown_from = "/plaintext c=64")")
          .complaint(),
      testing::HasSubstr(
          "contrasts[1].grown_from: is '/plaintext c=64', which is compared: name the cell that"));
  EXPECT_THAT(
      with_contrast(
          R"(numerator = "/plaintext c=64", denominator = "/delay?ms=50 c=1024", grown_from = "/plaintext c=1")")
          .complaint(),
      testing::HasSubstr("contrasts[1].grown_from: is for two cells with the same number of connections"));
  EXPECT_THAT(
      with_contrast(
          R"(numerator = "/plaintext c=64", denominator = "/plaintext c=64", grown_from = "/plaintext c=2")")
          .complaint(),
      testing::HasSubstr(
          "contrasts[1].grown_from: no profile of suite 'waits' measures cell '/plaintext c=2'"));
}

TEST(Claim, NamesTheNearestKeyToAnUnknownOne) {
  EXPECT_THAT(
      complaint_after("threshold = 0.9", "threshold = 0.9\nqoute = \"x\""),
      testing::StartsWith("claims.toml:13: claim[1].qoute: is not a known key: correct or remove it. Did you "
                          "mean 'quote'? Known: id, reading, quote, "));
  EXPECT_EQ(
      complaint_after("ideal = 20480", "ideal = 20480, ideals = 1"),
      "claims.toml:13: claim[1].contrasts[1].ideals: is not a known key: correct or remove it. Did you mean "
      "'ideal'? Known: numerator, ideal, metric, grown_from, denominator.");
}

TEST(Claim, MustSpeakOfAKnownSuite) {
  EXPECT_EQ(
      complaint_after("hypothesis = \"It waits well.\"\nsuite = \"waits\"",
                      "hypothesis = \"It waits well.\"\nsuite = \"wait\""),
      "claims.toml:7: claim[1].suite: unknown suite 'wait': correct it or add suites/wait.toml. Did you mean "
      "'waits'? Known: waits.");
}

TEST(Claim, MustSpeakOfCellsThatSomeProfileMeasures) {
  EXPECT_EQ(complaint_after("c=1024", "c=1023"),
            "claims.toml:13: claim[1].contrasts[1].numerator: no profile of suite 'waits' measures cell "
            "'/delay?ms=50 "
            "c=1023': correct it or add it to the suite. Did you mean '/delay?ms=50 c=1024'? Known: "
            "/plaintext c=1, "
            "/plaintext c=64, /delay?ms=50 c=64, /delay?ms=50 c=1024.");
}

TEST(Claim, MustSpeakOfStacksOfItsSuite) {
  EXPECT_EQ(complaint_after("denominator = \"native/server\"", "denominator = \"native/serve\""),
            "claims.toml:25: claim[2].denominator: suite 'waits' does not measure stack 'native/serve': "
            "correct it or "
            "add it to the suite. Did you mean 'native/server'? Known: node/http, native/server.");
  EXPECT_EQ(complaint_after("also_show = [\"native/server\"]", "also_show = [\"python\"]"),
            "claims.toml:14: claim[1].also_show: suite 'waits' does not measure stack 'python': correct it "
            "or add it "
            "to the suite. Known: node/http, native/server.");
}

TEST(Claim, IsNotCheckedAgainstASuiteThatIsItselfWrong) {
  SmallWorkloads workloads;
  workloads.replace("suites/waits.toml", "full_only = [1024]", "full_only = [-1024]");
  EXPECT_EQ(workloads.complaint(),
            "suites/waits.toml:13: load[2].full_only[1]: must be 1 or more (-1024): correct the number");
}

TEST(Claim, MustNotHaveItsReadingTwice) {
  EXPECT_EQ(
      complaint_after("id = \"C2\"\nreading = \"T0\"", "id = \"C1\"\nreading = \"strict\""),
      "claims.toml:18: claim[2].reading: 'C1 strict' is here twice: remove one or give it another reading");
}

TEST(Claim, HasAPositiveThreshold) {
  EXPECT_EQ(complaint_after("threshold = 0.9", "threshold = 0"),
            "claims.toml:12: claim[1].threshold: must be greater than 0 (0): write it like 1.10");
  EXPECT_EQ(complaint_after("threshold = 0.9", "threshold = nan"),
            "claims.toml:12: claim[1].threshold: must be greater than 0 (nan): write it like 1.10");
}

TEST(Claim, HasAnEquivalenceMarginAboveOne) {
  EXPECT_EQ(complaint_after("equivalence_margin = 1.05", "equivalence_margin = 0.10"),
            "claims.toml:28: claim[2].equivalence_margin: must be greater than 1 (0.1): it is a ratio, write "
            "it like "
            "1.10");
}

TEST(Claim, AboutAThresholdHasNoEquivalenceMargin) {
  EXPECT_EQ(complaint_after("threshold = 0.9", "threshold = 0.9\nequivalence_margin = 1.2"),
            "claims.toml:13: claim[1].equivalence_margin: has no meaning for a threshold: remove it or write "
            "kind = "
            "\"comparison\"");
}

TEST(Claim, DividesByACellOrByAnIdeal) {
  EXPECT_EQ(complaint_after("ideal = 20480", "ideal = 20480, denominator = \"/plaintext c=1\""),
            "claims.toml:13: claim[1].contrasts[1].ideal: stands beside 'denominator': keep one of the two");
  EXPECT_EQ(complaint_after(kCellContrast, "{ numerator = \"/plaintext c=64\" }"),
            "claims.toml:30: claim[2].contrasts[1].denominator: is missing: add denominator = \"<cell>\" or "
            "ideal = "
            "<number>");
}

constexpr std::string_view kAlsoShow = "also_show = [\"native/server\"]\n";

/// Of the first claim.
SmallWorkloads with_control(const std::string& control) {
  SmallWorkloads workloads;
  workloads.replace(kFile, kAlsoShow, std::string(kAlsoShow) + "control = { " + control + " }\n");
  return workloads;
}

TEST(Claim, AboutAnIdealMayNameWhoMustKeepItAsWell) {
  const auto catalog = with_control(R"(stack = "native/server", at_most = 1.5)").load();
  ASSERT_TRUE(catalog) << catalog.error().message;
  EXPECT_EQ(catalog->claims[0].control->at_most, 1.5);
  EXPECT_FALSE(catalog->claims[0].control->share);
  EXPECT_THAT(with_control(R"(stack = "native/server", at_most = 1.5, at_least = 1.0)").complaint(),
              HasSubstr("at_least: stands beside 'at_most'"));
  EXPECT_THAT(with_control(R"(stack = "native/server", at_most = 1.5, share = 0.5)").complaint(),
              HasSubstr("control: has a share of a gain, but every contrast has an ideal"));
  EXPECT_THAT(with_control(R"(stack = "native/nope", at_most = 1.5)").complaint(), HasSubstr("native/nope"));
}

TEST(Claim, NeedsADenominatorExactlyWhenACellDivides) {
  EXPECT_EQ(
      complaint_after(kIdealContrast,
                      "{ numerator = \"/plaintext c=64\", denominator = \"/plaintext c=1\" }"),
      "claims.toml:2: claim[1].denominator: is missing, but a contrast divides by a cell: add denominator = "
      "\"<stack id>\"");
  EXPECT_EQ(complaint_after("direction = \"above\"", "direction = \"above\"\ndenominator = \"node/http\""),
            "claims.toml:12: claim[1].denominator: is never used ('node/http'), every contrast has an ideal: "
            "remove "
            "it");
}

TEST(Claim, NeedsAContrast) {
  EXPECT_EQ(complaint_after(fmt::format("[{}]", kIdealContrast), "[]"),
            "claims.toml:13: claim[1].contrasts: is an empty list: add a [[contrasts]]");
}

TEST(Claim, ThatComparesNeedsTwoStacks) {
  EXPECT_EQ(complaint_after("denominator = \"native/server\"", "denominator = \"node/http\""),
            "claims.toml:25: claim[2].denominator: compares 'node/http' with itself: name another stack or "
            "write kind "
            "= \"threshold\"");
}

TEST(Claim, ThatComparesHasNoIdeal) {
  EXPECT_EQ(
      complaint_after("kind = \"threshold\"", "kind = \"comparison\""),
      "claims.toml:13: claim[1].contrasts: have an ideal, but a comparison divides by another stack: write "
      "denominator = \"<cell>\" instead, or kind = \"threshold\"");
}

TEST(Claim, AboutAThresholdHasOneStack) {
  EXPECT_EQ(SmallWorkloads()
                .replace(kFile, "kind = \"comparison\"", "kind = \"threshold\"")
                .replace(kFile, "equivalence_margin = 1.05\n", "")
                .complaint(),
            "claims.toml:25: claim[2].denominator: is another stack than the numerator ('node/http' over "
            "'native/server'): write kind = \"comparison\" or name the same stack");
}

TEST(Claim, PointsSomewhere) {
  EXPECT_EQ(
      complaint_after("direction = \"above\"", "direction = \"over\""),
      "claims.toml:11: claim[1].direction: unknown value 'over': choose a known one. Known: above, below.");
}

TEST(Claims, MayBeRefutedOnlyBeyondAnotherThreshold) {
  const auto claims =
      SmallWorkloads().replace(kFile, "threshold = 0.9", "threshold = 0.9\nrefuted_beyond = 0.5").load();
  ASSERT_TRUE(claims) << claims.error().message;
  EXPECT_EQ(claims->claims.at(0).refuted_beyond, 0.5);
  EXPECT_EQ(claims->claims.at(1).refuted_beyond, std::nullopt);
  EXPECT_THAT(
      complaint_after("threshold = 0.9", "threshold = 0.9\nrefuted_beyond = 0.95"),
      testing::HasSubstr(
          "refuted_beyond: is 0.95, but a claim of more than 0.9 is refuted on the other side of it"));
  const auto comparison =
      SmallWorkloads().replace(kFile, "threshold = 2", "threshold = 2\nrefuted_beyond = 3").load();
  ASSERT_TRUE(comparison) << comparison.error().message;
  EXPECT_EQ(comparison->claims.at(1).refuted_beyond, 3);
}

}  // namespace
}  // namespace harness::workload
