#include "harness/machine/hiccup.hpp"

#include <algorithm>
#include <sys/prctl.h>

#include <pthread.h>
#include <sched.h>

#include "harness/base/run_queue.hpp"

namespace harness::machine {
namespace {

constexpr Nanoseconds kPeriod{2'000'000};

void become_unobtrusive(std::optional<int> cpu) {
  ::prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL);
  const sched_param none{};
  ::pthread_setschedparam(::pthread_self(), SCHED_IDLE, &none);
  if (!cpu) return;
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(static_cast<std::size_t>(*cpu), &set);
  ::pthread_setaffinity_np(::pthread_self(), sizeof set, &set);
}

}  // namespace

HiccupMonitor::HiccupMonitor(std::optional<int> cpu) : thread_([this, cpu] { watch(cpu); }) {}

std::optional<Hiccups> HiccupMonitor::stop() {
  stopping_ = true;
  if (thread_.joinable()) thread_.join();
  return seen_;
}

void HiccupMonitor::watch(std::optional<int> cpu) {
  become_unobtrusive(cpu);
  const RunQueueDelay in_line;
  const SteadyClock clock;
  auto waited = in_line.read();
  if (!waited) return;
  Hiccups hiccups;
  while (!stopping_) {
    const Instant due = clock.now() + kPeriod;
    const timespec at{due.since_start.count() / 1'000'000'000, due.since_start.count() % 1'000'000'000};
    ::clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, nullptr);
    const Nanoseconds late = clock.now() - due;
    const auto waited_now = in_line.read();
    if (!waited_now) return;
    const Nanoseconds stall = late - (*waited_now - *waited);
    waited = waited_now;
    if (stall < kWorthCounting) continue;
    hiccups.longest = std::max(hiccups.longest, stall);
    hiccups.total += stall;
    ++hiccups.count;
  }
  seen_ = hiccups;
}

}  // namespace harness::machine
