#pragma once
// Waits for events, and for a moment to the microsecond. The kernel wakes a sleeper late; so the wait ends a
// little before a moment that matters and the rest is spent asking for events again and again. How much
// before is measured at the start, because it is a property of the machine. Units: nanoseconds. Threading:
// one per worker, on the worker's own thread (the timer slack is the thread's). Needs epoll_pwait2
// (Linux 5.11); without it waits are whole milliseconds and the spinning is longer.
#include <cstdint>
#include <span>
#include <sys/epoll.h>

#include "harness/base/clock.hpp"

namespace harness::load {

/// When an open-loop client asks for events without sleeping. Measured on a two-CPU virtual machine at 1,000
/// requests a second: kBeforeDue sees an answer 50 to 70 µs late because the CPU was idle, kAlways 15 µs.
enum class Spin : std::uint8_t {
  kNever,      ///< the client shares a CPU with the server: spinning would take the server's time
  kBeforeDue,  ///< shortly before a request is due
  kAlways,     ///< all the time: for a client with a core of its own
};

class Waiter {
 public:
  static constexpr Nanoseconds kLongestSpin{200'000};

  explicit Waiter(Spin spin) : mode_(spin) {}

  /// Sleeps a few milliseconds in all to learn how late this thread is woken. Call on the worker's thread.
  void calibrate();
  [[nodiscard]] Nanoseconds margin() const { return margin_; }
  /// Time spent spinning so far: CPU time that is no work.
  [[nodiscard]] Nanoseconds spun() const { return spun_; }

  /// Events that are ready, at the latest at `until`; with `precise`, not much later than that.
  int wait(int epoll, std::span<epoll_event> events, Instant now, Instant until, bool precise);

 private:
  int sleep(int epoll, std::span<epoll_event> events, Nanoseconds how_long);

  SteadyClock clock_;
  Spin mode_;
  bool has_nanoseconds_ = true;  ///< epoll_pwait2 exists
  Nanoseconds margin_{0};        ///< how long before a precise moment the sleep ends
  Nanoseconds spun_{0};
};

}  // namespace harness::load
