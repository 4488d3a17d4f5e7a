#include "harness/machine/hiccup.hpp"

#include <csignal>
#include <sys/wait.h>

#include <gtest/gtest.h>
#include <time.h>
#include <unistd.h>

namespace harness::machine {
namespace {

void nap(int ms) {
  const timespec t{0, ms * 1'000'000L};
  ::nanosleep(&t, nullptr);
}

/// Stops the whole of this process for a while, as a hypervisor does: a child lets it go on.
void stand_still(int ms) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::kill(::getppid(), SIGSTOP);
    nap(ms);
    ::kill(::getppid(), SIGCONT);
    ::_exit(0);
  }
  ::waitpid(child, nullptr, 0);
}

TEST(HiccupMonitor, SeesHowLongTheMachineStoodStill) {
  HiccupMonitor monitor(std::nullopt);
  nap(20);
  stand_still(80);
  nap(20);
  const auto hiccups = monitor.stop();
  if (!hiccups) GTEST_SKIP() << "this kernel does not say how long a thread waited for its CPU";
  EXPECT_GE(hiccups->longest, milliseconds(70));
  EXPECT_GE(hiccups->count, 1U);
  EXPECT_GE(hiccups->total, hiccups->longest);
}

TEST(HiccupMonitor, EndsWhenAskedTo) {
  HiccupMonitor monitor(0);
  nap(5);
  const auto first = monitor.stop();
  const auto again = monitor.stop();
  EXPECT_EQ(first.has_value(), again.has_value());
}

}  // namespace
}  // namespace harness::machine
