// harness load --slo against the real reference server. What a busy machine may do is to be slower: upper
// bounds hold anywhere, lower ones are skipped where the machine was too slow for the objective.
#include <chrono>
#include <fstream>
#include <thread>

#include "harness_command.hpp"
#include "with_reference_server.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <signal.h>

namespace harness::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

std::string content_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

bool wait_until_it_says(const std::filesystem::path& file, const std::string& words) {
  for (int i = 0; i < 1'500; ++i) {
    if (content_of(file).find(words) != std::string::npos) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return false;
}

class LoadSlo : public WithReferenceServer {
 protected:
  std::vector<std::string> search(const std::string& target, const std::string& objective,
                                  std::initializer_list<std::string> more) const {
    std::vector<std::string> arguments{"load", url(target), "-c", "4", "--slo", objective};
    arguments.insert(arguments.end(), more);
    return arguments;
  }
};

TEST_F(LoadSlo, FindsTheRateThatFourConnectionsCanCarry) {
  // Four connections, an answer after 20 ms: 200/s at most. Above, the queue grows by (r/200 − 1) seconds per
  // second; the median request of a 100 ms probe after 20 ms of warm-up is due after 70 ms and waits 20 ms
  // when r = 200·(1 + 20/70) = 257/s.
  const Ran ran = run_harness(search("/delay?ms=20", "p50<40ms",
                                     {"--slo-probe", "100ms", "--warm-up", "20ms", "--slo-start", "20/s",
                                      "--slo-max", "2000/s", "--format", "json"}));
  ASSERT_TRUE(ran.code == 0 || ran.code == 3) << ran.err;
  const json result = json::parse(ran.out);
  EXPECT_EQ(result["objective"], "p50<40ms");
  EXPECT_EQ(result["partial"], false);
  for (const json& probe : result["probes"]) {
    EXPECT_FALSE(probe["rate"] > 400 && probe["met"] == true) << probe;
    EXPECT_NE(probe["why"], "") << probe;
  }
  EXPECT_THAT(ran.err, HasSubstr("probe 1: 20"));
  if (ran.code == 3) GTEST_SKIP() << "too busy a machine: " << result["reason"] << "\n" << ran.err;
  const double rate = result["rate_rps"];
  EXPECT_LT(rate, 300);
  EXPECT_LT(result["interval"]["low_rps"], rate);
  EXPECT_GT(result["interval"]["high_rps"], rate);
  if (rate < 180) GTEST_SKIP() << "too busy a machine: only " << rate << "/s\n" << ran.err;
  EXPECT_THAT(result["notes"].dump(), HasSubstr("all 4 connections were busy"));
}

TEST_F(LoadSlo, SaysThatNoRateMeetsAnImpossibleObjective) {
  const Ran ran = run_harness(search("/delay?ms=20", "p50<10ms",
                                     {"--slo-probe", "100ms", "--warm-up", "10ms", "--slo-start", "50/s"}));
  EXPECT_EQ(ran.code, 3) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("rate  none"));
  EXPECT_THAT(ran.out,
              HasSubstr("already the lowest rate, 50/s, does not meet it (0 of 2 probes there did)"));
  EXPECT_THAT(ran.out, HasSubstr("try a lower --slo-start"));
  EXPECT_THAT(ran.out, HasSubstr("0 of 2 met  p50 "));
  EXPECT_THAT(ran.err, HasSubstr("probe 1: 50.0/s not met, p50 "));
}

TEST_F(LoadSlo, SaysThatTheHighestRateStillMeetsAWeakObjective) {
  const Ran ran = run_harness(search("/plaintext", "p50<9s, errors<50%",
                                     {"--slo-probe", "100ms", "--warm-up", "10ms", "--slo-start", "500/s",
                                      "--slo-max", "800/s", "--format", "json"}));
  EXPECT_EQ(ran.code, 3) << ran.err;
  const json result = json::parse(ran.out);
  EXPECT_EQ(result["rate_rps"], nullptr);
  EXPECT_EQ(result["interval"], nullptr);
  EXPECT_THAT(result["reason"].get<std::string>(), HasSubstr("even the highest rate, 800/s, does meet it"));
  std::vector<double> rates;
  for (const json& probe : result["probes"]) rates.push_back(probe["rate"]);
  EXPECT_THAT(rates, testing::ElementsAre(500, 800, 800));
}

TEST_F(LoadSlo, KeepsTheProbesWhenInterrupted) {
  const auto out = fresh_folder("interrupted") / "out";
  RunningHarness harness(
      search("/plaintext", "p50<9s",
             {"--slo-probe", "500ms", "--warm-up", "10ms", "--slo-start", "10/s", "--format", "json"}),
      out);
  ASSERT_TRUE(wait_until_it_says(out.string() + ".err", "0/s met, p50"));
  harness.signal(SIGINT);
  EXPECT_EQ(harness.wait(20), 130);
  const json result = json::parse(content_of(out));
  EXPECT_EQ(result["partial"], true);
  EXPECT_EQ(result["rate_rps"], nullptr);
  EXPECT_THAT(result["probes"].dump(), HasSubstr("\"met\":true"));
  EXPECT_THAT(result["reason"].get<std::string>(), HasSubstr("stopped after"));
}

TEST_F(LoadSlo, KeepsTheProbesWhenTheServerGoesAway) {
  const auto out = fresh_folder("gone") / "out";
  RunningHarness harness(
      search("/plaintext", "p50<9s",
             {"--slo-probe", "500ms", "--warm-up", "10ms", "--slo-start", "10/s", "--format", "json"}),
      out);
  ASSERT_TRUE(wait_until_it_says(out.string() + ".err", "0/s met, p50"));
  server_.reset();
  EXPECT_EQ(harness.wait(40), 2);
  const json result = json::parse(content_of(out));
  EXPECT_EQ(result["partial"], true);
  EXPECT_THAT(result["probes"].dump(), HasSubstr("\"met\":true"));
  EXPECT_THAT(result["reason"].get<std::string>(), HasSubstr("Connection refused"));
  EXPECT_THAT(content_of(out.string() + ".err"), HasSubstr("Connection refused"));
}

}  // namespace
}  // namespace harness::test
