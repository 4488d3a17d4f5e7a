#include "harness/machine/cgroup.hpp"

#include "fake_host.hpp"

namespace harness::machine {
namespace {

TEST(CpuQuota, TheTightestLimitOnTheWayToTheRootCounts) {
  FakeHost host;
  host.proc("self/cgroup", "0::/a/b\n");
  host.sys("fs/cgroup/a/b/cpu.max", "max 100000\n");
  host.sys("fs/cgroup/a/cpu.max", "150000 100000\n");  // 150000 / 100000 = 1.5 CPUs
  const auto quota = cpu_quota(host.root());
  ASSERT_TRUE(quota);
  EXPECT_EQ(quota->cpus, 1.5);
  EXPECT_EQ(quota->source, "/sys/fs/cgroup/a/cpu.max");
}

TEST(CpuQuota, SaysThatThereIsNoLimit) {
  FakeHost host;
  host.proc("self/cgroup", "0::/\n").sys("fs/cgroup/cpu.max", "max 100000\n");
  const auto quota = cpu_quota(host.root());
  ASSERT_TRUE(quota);
  EXPECT_EQ(quota->cpus, std::nullopt);
}

TEST(CpuQuota, InAContainerThePathOutsideFallsBackToTheMount) {
  FakeHost host;
  host.proc("self/cgroup", "0::/docker/0123\n").sys("fs/cgroup/cpu.max", "200000 100000\n");
  EXPECT_EQ(cpu_quota(host.root())->cpus, 2);
}

TEST(CpuQuota, ReadsVersionOneToo) {
  FakeHost host;
  host.proc("self/cgroup", "4:memory:/\n3:cpu,cpuacct:/job\n");
  host.sys("fs/cgroup/cpu/job/cpu.cfs_quota_us", "50000\n")
      .sys("fs/cgroup/cpu/job/cpu.cfs_period_us", "100000\n");
  EXPECT_EQ(cpu_quota(host.root())->cpus, 0.5);
}

TEST(CpuQuota, IsAbsentWithoutACpuController) {
  FakeHost host;
  EXPECT_FALSE(cpu_quota(host.root()));
  host.proc("self/cgroup", "5:cpuset:/\n0::/\n");
  EXPECT_FALSE(cpu_quota(host.root()));
}

TEST(ThrottledUs, IsMicrosecondsInBothVersions) {
  FakeHost host;
  host.proc("self/cgroup", "0::/\n").sys("fs/cgroup/cpu.stat", "usage_usec 9\nthrottled_usec 1234\n");
  EXPECT_EQ(throttled_us(host.root()), 1234U);
  host.sys("fs/cgroup/cpu.stat", "nr_throttled 2\nthrottled_time 5000000\n");  // nanoseconds
  EXPECT_EQ(throttled_us(host.root()), 5000U);
}

}  // namespace
}  // namespace harness::machine
