#pragma once
// Did the machine stand still? A thread that wants nothing but to wake every two milliseconds notes how late
// it was, less the time it stood in line for its CPU: what remains is the machine's doing (the hypervisor,
// an interrupt, a sleeping clock), not that of the load beside it. It runs at idle priority, so it takes no
// time from anybody. Threading: a thread of its own from construction to stop(). Units: nanoseconds. Without
// /proc/thread-self/schedstat nothing is measured.
// Source: jHiccup (Tene), with the run queue delay of Linux Documentation/scheduler/sched-stats.rst taken
// out.
#include <atomic>
#include <cstdint>
#include <optional>
#include <thread>

#include "harness/base/clock.hpp"

namespace harness::machine {

struct Hiccups {
  Nanoseconds longest{0};
  Nanoseconds total{0};  ///< of all stalls worth counting
  std::uint64_t count = 0;
};

class HiccupMonitor {
 public:
  static constexpr Nanoseconds kWorthCounting{1'000'000};

  /// `cpu`: where to watch, usually the client's; none: wherever the scheduler likes.
  explicit HiccupMonitor(std::optional<int> cpu);
  ~HiccupMonitor() { (void)stop(); }
  HiccupMonitor(const HiccupMonitor&) = delete;
  HiccupMonitor& operator=(const HiccupMonitor&) = delete;

  /// Since construction. Absent: this kernel does not say how long a thread waited for its CPU.
  std::optional<Hiccups> stop();

 private:
  void watch(std::optional<int> cpu);

  std::atomic<bool> stopping_ = false;
  std::optional<Hiccups> seen_;
  std::thread thread_;
};

}  // namespace harness::machine
