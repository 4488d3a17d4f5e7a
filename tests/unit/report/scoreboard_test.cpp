#include "harness/report/scoreboard.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/base/digest.hpp"

namespace harness::report {
namespace {

using results::Verdict;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr std::string_view kText = "schema = 1";

workload::Claim claim(const std::string& id, const std::string& reading) {
  workload::Claim made;
  made.id = id;
  made.reading = reading;
  made.quote = "so it is said of " + id;
  made.hypothesis = "What it means.";
  made.suite = "concurrency";
  return made;
}

results::StoredRun run_with(const std::vector<std::pair<std::string, Verdict>>& verdicts) {
  results::StoredRun run;
  for (const auto& [id, verdict] : verdicts) {
    results::VerdictRow& row = run.verdicts.emplace_back();
    row.claim = id;
    row.reading = "strict";
    row.verdict = verdict;
    row.effect = 1.5;
    row.ci_low = 1.25;
    row.ci_high = 1.75;
  }
  return run;
}

workload::Ledger ledger() {
  workload::Ledger made;
  made.sentences = {
      {"BG1", "it is <old>", workload::SentenceKind::kRecord, "false", "It is not.", "x", ""},
      {"UN1", "it runs", workload::SentenceKind::kNotTestableHere, "", "No Mac.", "", "run it"}};
  made.points = {{"Architecture", "Node.js", {"AR1 strict"}, 1, "Because."},
                 {"Speed", "Node.js", {"SP1 strict", "SP2 strict", "SP3 strict"}, 2, "Because.", "SP4"}};
  return made;
}

const std::vector<workload::Claim> kClaims{claim("SP1", "strict"), claim("SP2", "strict"),
                                           claim("SP3", "strict"), claim("AR1", "strict")};

Scoreboard board(const std::vector<std::pair<std::string, Verdict>>& verdicts) {
  return scoreboard_of(kClaims, ledger(), std::vector{run_with(verdicts)}, kText);
}

PointState speed(const std::vector<std::pair<std::string, Verdict>>& verdicts) {
  return board(verdicts).points.at(1).state;
}

TEST(Scoreboard, HasEverySentenceInTheOrderOfTheArticle) {
  const Scoreboard all = board({{"AR1", Verdict::kSupported}});
  std::vector<std::string> ids;
  for (const ScoredSentence& each : all.sentences) ids.push_back(each.id);
  EXPECT_THAT(ids, testing::ElementsAre("BG1", "AR1", "SP1", "SP2", "SP3", "UN1"));
  EXPECT_EQ(all.sentences[0].outcome, "on record: false");
  EXPECT_EQ(all.sentences[1].outcome, "SUPPORTED");
  EXPECT_EQ(all.sentences[1].effect, "1.50× [1.25, 1.75]");
  EXPECT_TRUE(all.sentences[1].decided);
  EXPECT_EQ(all.sentences[2].outcome, "not in these runs (suite concurrency)");
  EXPECT_EQ(all.sentences[5].finding, "No Mac. This would test it: run it");
}

TEST(Scoreboard, LetsAPointStandFallOrStayOpenByWhatIsDecided) {
  EXPECT_EQ(speed({{"SP1", Verdict::kSupported}, {"SP2", Verdict::kSupported}}), PointState::kStands);
  EXPECT_EQ(speed({{"SP1", Verdict::kRefuted}, {"SP2", Verdict::kMixed}}), PointState::kFalls);
  EXPECT_EQ(speed({{"SP1", Verdict::kRefuted}, {"SP2", Verdict::kInconclusive}}), PointState::kOpen);
  EXPECT_EQ(speed({}), PointState::kOpen);
}

TEST(Scoreboard, TakesFallenPointsFromTheArticlesScoreAndGivesNone) {
  EXPECT_THAT(scoreboard_text(board({{"AR1", Verdict::kRefuted}})), HasSubstr("Node.js 6 to 7, Python 6."));
  EXPECT_THAT(
      scoreboard_text(
          board({{"AR1", Verdict::kSupported}, {"SP1", Verdict::kSupported}, {"SP2", Verdict::kSupported}})),
      HasSubstr("Without the points that do not stand: Node.js 8, Python 6."));
}

TEST(Scoreboard, NamesAPointThatIsInTheSeriesOfTheSentences) {
  EXPECT_THAT(scoreboard_text(board({})), HasSubstr("  Speed (SP4)          open"));
  EXPECT_THAT(scoreboard_markdown(board({})), HasSubstr("| Architecture | Node.js | open |"));
  EXPECT_THAT(scoreboard_markdown(board({})), HasSubstr("| Speed (SP4) | Node.js | open |"));
}

TEST(Scoreboard, TakesTheLastOfSeveralVerdicts) {
  const std::vector runs{run_with({{"AR1", Verdict::kRefuted}}), run_with({{"AR1", Verdict::kSupported}})};
  EXPECT_EQ(scoreboard_of(kClaims, ledger(), runs, kText).sentences[1].outcome, "SUPPORTED");
}

TEST(Scoreboard, SaysWhichRunsWereMadeUnderOtherClaims) {
  auto run = run_with({{"AR1", Verdict::kSupported}});
  run.manifest.suite = "concurrency";
  run.manifest.claims_sha256 = sha256_hex(kText);
  EXPECT_TRUE(scoreboard_of(kClaims, ledger(), std::vector{run}, kText).notes.empty());
  run.manifest.claims_sha256 = "fedcba9876543210";
  auto second = run;
  second.manifest.suite = "waits";
  const Scoreboard all = scoreboard_of(kClaims, ledger(), std::vector{run, second}, kText);
  ASSERT_EQ(all.notes.size(), 1U);
  EXPECT_THAT(all.notes[0], StartsWith("made under another claims.toml (sha256 fedcba98, now "));
  EXPECT_THAT(all.notes[0], EndsWith("): concurrency, waits"));
  EXPECT_THAT(scoreboard_text(all), HasSubstr("note: made under another"));
  EXPECT_THAT(scoreboard_markdown(all), HasSubstr("Note: made under another"));
}

TEST(Scoreboard, EscapesWhatAFileSays) {
  auto made = ledger();
  made.sentences[0].quote = "a|b\x1b[2J<script>";
  const Scoreboard all = scoreboard_of(kClaims, made, {}, kText);
  EXPECT_THAT(scoreboard_markdown(all), HasSubstr("a\\|b\\\\x1b[2J\\<script>"));
  EXPECT_THAT(scoreboard_text(all), Not(HasSubstr("\x1b")));
}

}  // namespace
}  // namespace harness::report
