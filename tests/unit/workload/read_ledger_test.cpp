#include "small_workloads.hpp"
#include <gtest/gtest.h>

#include "harness/workload/readers.hpp"

namespace harness::workload {
namespace {

constexpr std::string_view kLedger = R"(schema = 1
[[point]]
name = "Speed"
winner = "Node.js"
claims = ["AR1 strict"]
at_least = 1
explanation = "Because."

[[sentence]]
id = "BG1"
quote = "It was released in July."
kind = "record"
outcome = "false"
finding = "It was June."
source = "https://example.org"

[[sentence]]
id = "UN1"
quote = "It runs on Mac."
kind = "not_testable_here"
finding = "It needs one."
command = "run it there"
)";

struct Read {
  Ledger ledger;
  std::string complaint;
};

Read read(std::string text) {
  Catalog catalog;
  Claim& claim = catalog.claims.emplace_back();
  claim.id = "AR1";
  claim.reading = "strict";
  Problems problems;
  Ledger ledger = read_ledger({"ledger.toml", std::move(text)}, catalog, problems);
  return {std::move(ledger), problems.none() ? "" : problems.error().message};
}

std::string complaint_after(std::string_view what, std::string_view with) {
  std::string text(kLedger);
  text.replace(text.find(what), what.size(), with);
  return read(text).complaint;
}

TEST(Ledger, HoldsWhatNoRunDecidesAndWhatThePointsHangOn) {
  const Read whole = read(std::string(kLedger));
  EXPECT_EQ(whole.complaint, "");
  ASSERT_EQ(whole.ledger.sentences.size(), 2U);
  EXPECT_EQ(whole.ledger.sentences[0].kind, SentenceKind::kRecord);
  EXPECT_EQ(whole.ledger.sentences[0].outcome, "false");
  EXPECT_EQ(whole.ledger.sentences[1].command, "run it there");
  ASSERT_EQ(whole.ledger.points.size(), 1U);
  EXPECT_EQ(whole.ledger.points[0].at_least, 1U);
}

TEST(Ledger, GivesAPointANumberOnlyWhereItHasOne) {
  EXPECT_EQ(read(std::string(kLedger)).ledger.points.at(0).id, "");
  std::string text(kLedger);
  text.insert(text.find("name = \"Speed\""), "id = \"SP11\"\n");
  EXPECT_EQ(read(text).complaint, "");
  EXPECT_EQ(read(text).ledger.points.at(0).id, "SP11");
}

TEST(Ledger, WantsASourceForARecord) {
  EXPECT_EQ(complaint_after("source = \"https://example.org\"\n", ""),
            "ledger.toml:9: sentence[1].source: is missing: add source = \"…\"");
}

TEST(Ledger, KnowsEveryClaimThatAPointHangsOn) {
  EXPECT_EQ(
      complaint_after("AR1 strict", "AR1 strickt"),
      "ledger.toml:5: point[1].claims: unknown claim 'AR1 strickt': correct it or add it to claims.toml. "
      "Did you mean 'AR1 strict'? Known: AR1 strict.");
}

TEST(Ledger, HasNoPointThatCouldNeverStand) {
  EXPECT_EQ(complaint_after("at_least = 1", "at_least = 2"),
            "ledger.toml:6: point[1].at_least: is 2 of 1 claims: the point could never stand");
}

TEST(Ledger, HasNoSentenceTwice) {
  EXPECT_EQ(complaint_after("It runs on Mac.", "It was released in July."),
            "ledger.toml:19: sentence[2].quote: is that of BG1, too: remove one");
}

}  // namespace
}  // namespace harness::workload
