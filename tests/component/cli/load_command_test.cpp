// harness load against the real reference server.
#include "harness_command.hpp"
#include "with_reference_server.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace harness::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

class LoadCommand : public WithReferenceServer {};

TEST_F(LoadCommand, PrintsOneJsonObjectWhoseLedgerBalances) {
  const Ran ran = run_harness({"load", url("/json?k={rand}&n=10"), "-c", "8", "-d", "300ms", "--warm-up",
                               "50ms", "--check", "contract", "--format", "json"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  const json result = json::parse(ran.out);
  EXPECT_EQ(result["schema"], 1);
  EXPECT_EQ(result["connections"], 8);
  EXPECT_GT(result["throughput_rps"], 0);
  EXPECT_EQ(result["rate"], nullptr);
  std::uint64_t fates = 0;
  for (const auto& [name, count] : result["ledger"].items())
    fates += name == "scheduled" ? 0 : count.get<std::uint64_t>();
  EXPECT_EQ(result["ledger"]["scheduled"], fates);
  EXPECT_EQ(result["ledger"]["ok"], fates);
  for (const char* key : {"min", "mean", "p50", "p90", "p99", "p99_9", "max"})
    EXPECT_TRUE(result["service_us"][key].is_number()) << key;
  for (const char* key : {"url", "threads", "duration_s", "bytes_in", "bytes_out", "new_connections",
                          "client_cpu_s", "guards"}) {
    EXPECT_TRUE(result.contains(key)) << key;
  }
}

TEST_F(LoadCommand, NeverSeesADelayAnsweredEarly) {
  const Ran ran = run_harness({"load", url("/delay?ms=20"), "-c", "50", "-d", "400ms", "--warm-up", "50ms",
                               "--check", "contract", "--format", "json"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_GE(json::parse(ran.out)["service_us"]["min"], 20'000);
}

TEST_F(LoadCommand, ShowsWhatTheSameLoadMeasuresAtAServerThatDoesNothing) {
  const std::vector<std::string> load = {"load",  url("/delay?ms=20"), "-c",  "8", "-d",
                                         "300ms", "--warm-up",         "50ms"};
  auto with_floor = load;
  with_floor.insert(with_floor.end(), {"--floor", "200ms", "--format", "json"});
  const Ran ran = run_harness(with_floor);
  ASSERT_EQ(ran.code, 0) << ran.err;
  const json result = json::parse(ran.out);
  EXPECT_LT(result["floor"]["service_us"]["p50"], 20'000);
  EXPECT_GT(result["floor"]["throughput_rps"], result["throughput_rps"]);
  EXPECT_GT(result["floor"]["client_cpu_us_per_request"], 0);
  EXPECT_EQ(result["floor"]["response_us"], nullptr);
  EXPECT_GE(result["service_us"]["min"], 20'000);  // nothing was subtracted

  with_floor = load;
  with_floor.insert(with_floor.end(), {"--floor", "200ms", "-r", "200/s"});
  EXPECT_THAT(
      run_harness(with_floor).out,
      testing::ContainsRegex("  floor        [0-9.]+ requests/s · response ms p50 .* · lateness p99 "));
  EXPECT_THAT(run_harness(load).out, testing::Not(HasSubstr("floor")));
}

TEST_F(LoadCommand, RefusesAFloorWithoutUnit) {
  const Ran ran = run_harness({"load", url("/plaintext"), "--floor", "2"});
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.err, HasSubstr("--floor: '2'"));
}

TEST_F(LoadCommand, CountsWrongStatusAsFailureAndExitsThree) {
  const Ran ran = run_harness({"load", url("/nowhere"), "-c", "2", "-d", "100ms", "--warm-up", "0ms"});
  EXPECT_EQ(ran.code, 3);
  EXPECT_THAT(ran.out, HasSubstr("wrong status"));
  EXPECT_THAT(ran.out, HasSubstr("status 404 instead of 2xx"));
}

}  // namespace
}  // namespace harness::test
