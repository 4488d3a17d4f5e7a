#include "harness/machine/fitness.hpp"

#include "fake_host.hpp"
#include <gmock/gmock.h>

namespace harness::machine {
namespace {

using testing::HasSubstr;
using Level = Finding::Level;

void make_fit(FakeHost& host) {
  host.proc("self/status", "Name:\tharness\nCpus_allowed_list:\t0-1\n")
      .sys("devices/system/cpu/online", "0-1\n");
  host.proc("self/limits",
            "Max open files            1024                 524288               files     \n");
  host.proc("sys/net/ipv4/ip_local_port_range", "32768\t60999\n").proc("sys/net/core/somaxconn", "4096\n");
  host.proc("meminfo", "MemTotal: 8000000 kB\nMemAvailable: 7000000 kB\n")
      .proc("loadavg", "0.10 0.2 0.3 1/79 9\n");
  host.sys("devices/system/clocksource/clocksource0/current_clocksource", "kvm-clock\n");
  host.sys("devices/system/cpu/cpu0/cpufreq/scaling_governor", "performance\n");
  host.proc("self/cgroup", "0::/\n").sys("fs/cgroup/cpu.max", "max 100000\n");
  host.proc("pressure/cpu", "some avg10=0.10 avg60=0 avg300=0 total=5\n");
}

Finding about(const std::string& what, const FakeHost& host, int connections = 1024) {
  for (const Finding& finding : check_fitness(host.root(), connections)) {
    if (finding.what == what) return finding;
  }
  ADD_FAILURE() << "no finding about " << what;
  return {};
}

TEST(CheckFitness, AFitHostHasNothingButOk) {
  FakeHost host;
  make_fit(host);
  for (const Finding& finding : check_fitness(host.root())) {
    EXPECT_EQ(finding.level, Level::kOk) << finding.what << ": " << finding.detail;
    EXPECT_EQ(finding.remedy, "") << finding.what;
    EXPECT_THAT(finding.detail, testing::Not(HasSubstr("not visible"))) << finding.what;
  }
}

TEST(CheckFitness, WhatIsNotVisibleIsStatedAndNeverBlamed) {
  const FakeHost host;
  for (const Finding& finding : check_fitness(host.root())) {
    EXPECT_EQ(finding.level, Level::kOk) << finding.what;
    EXPECT_THAT(finding.detail, HasSubstr("not visible")) << finding.what;
  }
}

TEST(CheckFitness, EachShortcomingIsFoundAndHasARemedy) {
  struct Case {
    std::string what;
    Level level;
    std::string file;  ///< below the folder of the fake host
    std::string text;
  };
  const std::vector<Case> cases{
      {"CPUs", Level::kProblem, "proc/self/status", "Cpus_allowed_list:\t1\n"},
      {"open files", Level::kProblem, "proc/self/limits",
       "Max open files 1024 1123 files\n"},  // 1024 + 100 needed
      {"local ports", Level::kProblem, "proc/sys/net/ipv4/ip_local_port_range",
       "40000 41022\n"},  // 1023 ports
      {"local ports", Level::kWarning, "proc/sys/net/ipv4/ip_local_port_range",
       "40000 42046\n"},  // 2047 ports
      {"listen backlog", Level::kWarning, "proc/sys/net/core/somaxconn", "128\n"},
      {"memory", Level::kWarning, "proc/meminfo", "MemAvailable: 1048575 kB\n"},
      {"memory", Level::kProblem, "proc/meminfo", "MemAvailable: 262143 kB\n"},
      {"clock", Level::kWarning, "sys/devices/system/clocksource/clocksource0/current_clocksource", "hpet\n"},
      {"CPU frequency governor", Level::kWarning, "sys/devices/system/cpu/cpu0/cpufreq/scaling_governor",
       "powersave\n"},
      {"CPU quota", Level::kWarning, "sys/fs/cgroup/cpu.max", "150000 100000\n"},
      {"load average", Level::kWarning, "proc/loadavg", "1.01 0 0 1/1 1\n"},  // > 0.5 × 2 CPUs
      {"CPU pressure", Level::kWarning, "proc/pressure/cpu", "some avg10=5.01 avg60=0 avg300=0 total=5\n"},
  };
  for (const Case& unfit : cases) {
    FakeHost host;
    make_fit(host);
    ASSERT_EQ(about(unfit.what, host).level, Level::kOk) << unfit.what;
    const bool in_proc = unfit.file.starts_with("proc/");
    in_proc ? host.proc(unfit.file.substr(5), unfit.text) : host.sys(unfit.file.substr(4), unfit.text);
    EXPECT_EQ(about(unfit.what, host).level, unfit.level)
        << unfit.what << ": " << about(unfit.what, host).detail;
    EXPECT_FALSE(about(unfit.what, host).remedy.empty()) << unfit.what;
  }
}

TEST(CheckFitness, FilesArePlentyWhenTheHardLimitIs) {
  FakeHost host;
  make_fit(host);
  EXPECT_THAT(about("open files", host, 10'000).detail, HasSubstr("needs 10100 for 10000 connections"));
  EXPECT_EQ(about("open files", host, 10'000).level, Level::kOk);
  EXPECT_EQ(about("open files", host, 524'288).level, Level::kProblem);
}

TEST(CheckFitness, NoLimitAtAllIsEnough) {
  FakeHost host;
  make_fit(host);
  host.proc("self/limits",
            "Max open files            unlimited            unlimited            files     \n");
  EXPECT_EQ(about("open files", host).level, Level::kOk);
}

TEST(RaiseFdLimit, IsHarmlessTwice) {
  EXPECT_TRUE(raise_fd_limit());
  EXPECT_TRUE(raise_fd_limit());
}

}  // namespace
}  // namespace harness::machine
