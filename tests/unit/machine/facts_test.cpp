#include "harness/machine/facts.hpp"

#include <algorithm>

#include "fake_host.hpp"
#include <gmock/gmock.h>

namespace harness::machine {
namespace {

std::string value_of(const std::vector<Fact>& facts, const std::string& key) {
  for (const Fact& fact : facts) {
    if (fact.key == key) return fact.value;
  }
  return "(absent)";
}

void describe_epyc(FakeHost& host) {
  host.proc("cpuinfo",
            "processor\t: 0\nvendor_id\t: AuthenticAMD\ncpu family\t: 25\nmodel\t\t: 1\n"
            "model name\t: AMD EPYC 7763 64-Core Processor\nstepping\t: 1\ncpu MHz\t\t: 2445.432\n"
            "flags\t\t: fpu hypervisor sse\nbogomips\t: 4890.86\n");
  host.sys("devices/system/cpu/online", "0-1\n");
  host.sys("devices/system/cpu/cpu0/topology/thread_siblings_list", "0-1\n");
  host.proc("sys/kernel/osrelease", "6.1.0-18-amd64\n");
  host.proc("self/root/etc/os-release",
            "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nVERSION_ID=\"12\"\nID=debian\n");
}

TEST(Describe, NamesTheCpuTheSystemAndTheLimits) {
  FakeHost host;
  describe_epyc(host);
  host.proc("meminfo", "MemTotal:       8123456 kB\nMemAvailable:   7000000 kB\n");
  host.proc("self/limits",
            "Limit                     Soft Limit           Hard Limit           Units     \n"
            "Max open files            1024                 524288               files     \n");
  host.proc("sys/net/ipv4/ip_local_port_range", "32768\t60999\n");
  host.sys("devices/system/cpu/vulnerabilities/spectre_v2", "Mitigation: Retpolines\n");
  host.sys("devices/system/cpu/vulnerabilities/meltdown", "Not affected\n");
  const auto facts = describe(host.root());
  EXPECT_EQ(value_of(facts, "cpu_model"), "AMD EPYC 7763 64-Core Processor");
  EXPECT_EQ(value_of(facts, "cpus_online"), "2");
  EXPECT_EQ(value_of(facts, "threads_per_core"), "2");
  EXPECT_EQ(value_of(facts, "virtualised"), "yes");
  EXPECT_EQ(value_of(facts, "kernel"), "6.1.0-18-amd64");
  EXPECT_EQ(value_of(facts, "distribution"), "Debian GNU/Linux 12 (bookworm)");
  EXPECT_EQ(value_of(facts, "distribution_id"), "debian12");
  EXPECT_EQ(value_of(facts, "memory_total_kib"), "8123456");
  EXPECT_EQ(value_of(facts, "fd_limit_soft"), "1024");
  EXPECT_EQ(value_of(facts, "fd_limit_hard"), "524288");
  EXPECT_EQ(value_of(facts, "mitigations"), "meltdown: Not affected; spectre_v2: Mitigation: Retpolines");
}

TEST(Describe, LeavesOutWhatItCannotRead) {
  const FakeHost host;
  EXPECT_TRUE(describe(host.root()).empty());
}

TEST(Describe, EveryFactOfThisHostHasAValueAndASource) {
  const auto facts = describe();
  EXPECT_NE(value_of(facts, "kernel"), "(absent)");
  for (const Fact& fact : facts) {
    EXPECT_FALSE(fact.value.empty()) << fact.key;
    EXPECT_TRUE(fact.source.starts_with("/")) << fact.key;
    EXPECT_EQ(fact.value.find('\n'), std::string::npos) << fact.key;
  }
}

TEST(Describe, KeysAreUnique) {
  auto facts = describe();
  std::sort(facts.begin(), facts.end(), [](const Fact& a, const Fact& b) { return a.key < b.key; });
  const auto twin = std::adjacent_find(facts.begin(), facts.end(),
                                       [](const Fact& a, const Fact& b) { return a.key == b.key; });
  EXPECT_EQ(twin, facts.end());
}

TEST(MachineId, ReadsAsSystemSizeAndFamily) {
  FakeHost host;
  describe_epyc(host);
  EXPECT_THAT(machine_id(describe(host.root())), testing::MatchesRegex("debian12-2cpu-epyc-[0-9a-f]{4}"));
}

TEST(MachineId, IsTheSameAcrossClockSpeedsAndPatchKernels) {
  FakeHost host;
  describe_epyc(host);
  const std::string first = machine_id(describe(host.root()));
  describe_epyc(host);
  host.proc("cpuinfo",
            "model name\t: AMD EPYC 7763 64-Core Processor\ncpu MHz\t\t: 3100.0\nbogomips\t: 1.0\n");
  host.proc("sys/kernel/osrelease", "6.1.9-99-amd64\n").proc("sys/kernel/hostname", "other\n");
  EXPECT_EQ(machine_id(describe(host.root())), first);
}

TEST(MachineId, DiffersWhenAnyDiscreteFieldDoes) {
  FakeHost host;
  describe_epyc(host);
  const std::string first = machine_id(describe(host.root()));
  host.sys("devices/system/cpu/online", "0-3\n");
  EXPECT_NE(machine_id(describe(host.root())), first);
  describe_epyc(host);
  host.proc("sys/kernel/osrelease", "6.10.0-18-amd64\n");
  EXPECT_NE(machine_id(describe(host.root())), first) << "6.1 and 6.10 are two kernels";
  describe_epyc(host);
  host.proc("cpuinfo", "model name\t: AMD EPYC 9V74 80-Core Processor\n");
  EXPECT_NE(machine_id(describe(host.root())), first);
}

TEST(MachineId, TakesTheWordPeopleUseForACpu) {
  const auto id = [](const std::string& model) {
    return machine_id({{"cpus_online", "4", ""}, {"cpu_model", model, ""}});
  };
  EXPECT_THAT(id("Intel(R) Xeon(R) Platinum 8272CL CPU @ 2.60GHz"), testing::StartsWith("linux-4cpu-xeon-"));
  EXPECT_THAT(id("11th Gen Intel(R) Core(TM) i7-1185G7 @ 3.00GHz"), testing::StartsWith("linux-4cpu-core-"));
  EXPECT_THAT(id("Neoverse-N1"), testing::StartsWith("linux-4cpu-neoversen1-"));
  EXPECT_THAT(id("0xd0c"), testing::StartsWith("linux-4cpu-cpu-"));
}

TEST(MachineId, IsFitForAFolderNameEvenOnAnUnknownHost) {
  EXPECT_THAT(machine_id({}), testing::MatchesRegex("[a-z0-9-]+"));
  EXPECT_THAT(machine_id(describe()), testing::MatchesRegex("[a-z0-9-]+"));
}

}  // namespace
}  // namespace harness::machine
