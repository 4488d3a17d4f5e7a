#include "harness/machine/noise.hpp"

#include "fake_host.hpp"

namespace harness::machine {
namespace {

TEST(NoiseNow, ReadsStealAndTheTotalWithoutCountingGuestTimeTwice) {
  FakeHost host;
  // user nice system idle iowait irq softirq steal guest guest_nice
  host.proc("stat", "cpu  100 1 20 300 4 5 6 7 50 1\ncpu0 1 1 1 1 1 1 1 1 1 1\n");
  const NoiseSnapshot now = noise_now(host.root());
  EXPECT_EQ(now.steal_jiffies, 7U);
  EXPECT_EQ(now.total_jiffies, 443U);  // 100+1+20+300+4+5+6+7
}

TEST(NoiseNow, ReadsPressureAndLoad) {
  FakeHost host;
  host.proc("pressure/cpu", "some avg10=0.10 avg60=0.00 avg300=0.00 total=98765\nfull avg10=0.00 total=0\n");
  host.proc("loadavg", "0.52 0.58 0.59 1/79 4399\n");
  EXPECT_EQ(noise_now(host.root()).psi_cpu_some_us, 98765U);
  EXPECT_EQ(noise_now(host.root()).load_1m, 0.52);
}

TEST(NoiseNow, FindsTheOverflowsOfListenQueuesByTheirName) {
  FakeHost host;
  host.proc(
      "net/netstat",
      "TcpExt: SyncookiesSent ListenOverflows ListenDrops\nTcpExt: 1 42 43\nIpExt: InNoRoutes\nIpExt: 0\n");
  EXPECT_EQ(noise_now(host.root()).listen_overflows, 42U);
  host.proc("net/netstat", "TcpExt: SyncookiesSent ListenOverflows\nTcpExt: 1\n");
  EXPECT_EQ(noise_now(host.root()).listen_overflows, std::nullopt);
}

TEST(NoiseNow, WhatTheKernelDoesNotTellIsAbsentNotZero) {
  const FakeHost host;
  const NoiseSnapshot now = noise_now(host.root());
  EXPECT_EQ(now.steal_jiffies, std::nullopt);
  EXPECT_EQ(now.total_jiffies, std::nullopt);
  EXPECT_EQ(now.psi_cpu_some_us, std::nullopt);
  EXPECT_EQ(now.throttled_us, std::nullopt);
  EXPECT_EQ(now.listen_overflows, std::nullopt);
  EXPECT_EQ(now.load_1m, std::nullopt);
}

TEST(NoiseNow, AKernelTooOldForStealHasNone) {
  FakeHost host;
  host.proc("stat", "cpu  100 1 20 300\n");
  EXPECT_EQ(noise_now(host.root()).steal_jiffies, std::nullopt);
}

TEST(NoiseBetween, SharesAreOfCpuTimeAndOfWallTime) {
  const NoiseSnapshot before{10, 1000, 500'000, 0, 3, 0.1};
  const NoiseSnapshot after{14, 1200, 600'000, 250'000, 5, 0.9};
  const Noise noise = noise_between(before, after, seconds(1));
  EXPECT_DOUBLE_EQ(*noise.steal_share, 0.02);      // 4 of 200 jiffies
  EXPECT_DOUBLE_EQ(*noise.psi_cpu_share, 0.1);     // 100 ms of 1 s
  EXPECT_DOUBLE_EQ(*noise.throttled_share, 0.25);  // 250 ms of 1 s
  EXPECT_EQ(noise.listen_overflows, 2U);
  EXPECT_DOUBLE_EQ(*noise.load_1m, 0.9);
}

TEST(NoiseBetween, ZeroIsAMeasurement) {
  const NoiseSnapshot same_steal_before{7, 1000, {}, {}, {}, {}};
  const NoiseSnapshot same_steal_after{7, 1200, {}, {}, {}, {}};
  EXPECT_EQ(noise_between(same_steal_before, same_steal_after, seconds(1)).steal_share, 0.0);
}

TEST(NoiseBetween, AMissingOrBackwardsCounterIsNotMeasured) {
  const NoiseSnapshot before{10, 1000, 500, {}, {}, {}};
  const NoiseSnapshot after{9, 1200, {}, 3, {}, {}};
  const Noise noise = noise_between(before, after, seconds(1));
  EXPECT_EQ(noise.steal_share, std::nullopt);
  EXPECT_EQ(noise.psi_cpu_share, std::nullopt);
  EXPECT_EQ(noise.throttled_share, std::nullopt);
}

TEST(NoiseBetween, NoTimeHasNoShares) {
  const NoiseSnapshot now{10, 1000, 500, 5, {}, 0.5};
  EXPECT_EQ(noise_between(now, now, Nanoseconds(0)).psi_cpu_share, std::nullopt);
  EXPECT_EQ(noise_between(now, now, Nanoseconds(0)).steal_share, std::nullopt);
}

}  // namespace
}  // namespace harness::machine
