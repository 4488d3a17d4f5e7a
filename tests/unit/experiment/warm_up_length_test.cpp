#include "harness/experiment/warm_up_length.hpp"

#include <filesystem>

#include <gtest/gtest.h>
#include <unistd.h>

#include "harness/base/random.hpp"
#include "harness/load/recorder.hpp"

namespace harness::experiment {
namespace {

/// A server watched for 10 s that answers `early` requests per bin until `until`, and `late` ones from then
/// on, each bin off by up to 5 %.
load::LoadResult watched(int early, int late, Nanoseconds until) {
  Random random(3);
  const load::Window window{{seconds(1)}, {seconds(11)}, {seconds(12)}};
  load::Recorder recorder(window, false, kWarmUpBin);
  for (Nanoseconds bin{0}; bin < seconds(10); bin += kWarmUpBin) {
    const double off = 0.95 + 0.1 * random.unit();
    const int answers = static_cast<int>(off * (bin < until ? early : late));
    for (int i = 0; i < answers; ++i) {
      const Instant done{seconds(1) + bin + kWarmUpBin / 2};
      recorder.scheduled({done.since_start - milliseconds(1)});
      recorder.finished({{done.since_start - milliseconds(1)}, {done.since_start - milliseconds(1)}, done},
                        load::Outcome::kOk);
    }
  }
  recorder.finish();
  load::LoadResult result;
  result.window = seconds(10);
  result.series = recorder.series();
  return result;
}

/// In batches of half a second; where bins scatter, a cut a batch or two later can be as good.
TEST(SettledAfter, IsWhereTheLevelBegins) {
  for (const int begins_ms : {1'500, 2'000, 4'000}) {
    const Nanoseconds begins = milliseconds(begins_ms);
    const auto settled = settled_after(watched(200, 400, begins));
    EXPECT_GE(settled, begins);
    EXPECT_LE(settled, begins + seconds(1));
  }
}

TEST(SettledAfter, IsNothingForOneThatIsSteadyFromTheStart) {
  EXPECT_LE(settled_after(watched(400, 400, {})).value(), milliseconds(500));
}

TEST(SettledAfter, CountsTimeInWhichNothingCame) {
  EXPECT_EQ(settled_after(watched(0, 400, seconds(1))), seconds(1));
}

TEST(SettledAfter, IsUnknownWhenTheLevelComesTooLate) {
  EXPECT_EQ(settled_after(watched(200, 400, seconds(6))), std::nullopt);
}

TEST(FrozenWarmUp, IsOneAndAHalfTimesTheLongestOnEachTarget) {
  const std::vector<Settling> seen{
      {"a", "/x", seconds(1)}, {"a", "/y", seconds(2)}, {"b", "/x", std::nullopt}, {"b", "/y", seconds(0)}};
  EXPECT_EQ(frozen_warm_up(seconds(4), seen, 2), seconds(6));
  EXPECT_EQ(frozen_warm_up(seconds(4), seen, 1), seconds(4));  // never less than declared
  EXPECT_EQ(frozen_warm_up(seconds(4), {}, 2), seconds(4));
  EXPECT_EQ(frozen_warm_up(seconds(4), std::vector{Settling{"a", "/x", seconds(20)}}, 2), kLongestWarmUp);
}

/// What an earlier session measured counts; nothing is launched.
TEST(CalibrateWarmUp, TakesWhatARunThatIsResumedHasMeasured) {
  const auto path = std::filesystem::path(testing::TempDir()) / fmt::format("warm-up-{}", ::getpid());
  std::filesystem::remove_all(path);
  const auto folder = results::RunFolder::create(path);
  ASSERT_TRUE(folder) << folder.error().message;
  Plan plan;
  Listener nobody;
  const auto from = [&](const std::string& value) {
    const std::vector<results::EnvRow> env{{"warm_up.frozen_s", value, ""}};
    return calibrate_warm_up(plan, {}, *folder, env, nobody);
  };
  const auto rows = from("7.5");
  ASSERT_TRUE(rows) << rows.error().message;
  EXPECT_TRUE(rows->empty());
  EXPECT_EQ(plan.warm_up, milliseconds(7'500));
  for (const char* damaged : {"", "7,5", "-1", "nan", "4 s"}) {
    const auto refused = from(damaged);
    ASSERT_FALSE(refused) << damaged;
    EXPECT_EQ(refused.error().message.find("env.csv: warm_up.frozen_s is '"), 0U) << refused.error().message;
  }
  EXPECT_EQ(plan.warm_up, milliseconds(7'500));
  std::filesystem::remove_all(path);
}

}  // namespace
}  // namespace harness::experiment
