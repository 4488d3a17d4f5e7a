#include "harness/machine/canary.hpp"

#include <algorithm>
#include <thread>

#include <gtest/gtest.h>

#include "harness/base/clock.hpp"
#include "harness/machine/cpus.hpp"

namespace harness::machine {
namespace {

TEST(Canary, TakesAboutTheTimeItIsGivenAndLeavesTheCallerWhereItWas) {
  const auto usable = usable_cpus();
  const SteadyClock clock;
  const Instant begun = clock.now();
  const auto speed = canary(usable.front(), milliseconds(20));
  EXPECT_GE(clock.now() - begun, milliseconds(20));
  ASSERT_TRUE(speed);
  // 100,000 rounds of some ten operations: from 10 ops a nanosecond to one in ten nanoseconds.
  EXPECT_GT(*speed, microseconds(10));
  EXPECT_LT(*speed, milliseconds(10));
  EXPECT_EQ(usable_cpus(), usable);
}

TEST(Canary, CountsNoTimeInWhichItHadNoCpu) {
  // Two at once on one CPU: each has it half of the time, and neither is slower by its own clock. On a noisy
  // host they may be slower all the same, but hardly twice each time.
  const int cpu = usable_cpus().front();
  double least = 1e9;
  for (int attempt = 0; attempt < 5; ++attempt) {
    const auto alone = canary(cpu, milliseconds(30));
    std::optional<Nanoseconds> other;
    std::thread beside([&] { other = canary(cpu, milliseconds(60)); });
    const auto shared = canary(cpu, milliseconds(60));
    beside.join();
    ASSERT_TRUE(alone && shared && other);
    least = std::min(least, static_cast<double>(shared->count()) / static_cast<double>(alone->count()));
  }
  EXPECT_LT(least, 1.7);
}

TEST(Canary, IsAbsentWhereThereIsNoSuchCpu) {
  EXPECT_FALSE(canary(100'000, milliseconds(1)));
}

}  // namespace
}  // namespace harness::machine
