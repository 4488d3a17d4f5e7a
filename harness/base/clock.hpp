#pragma once
// The only door time comes in through. Code that measures or schedules is a template over Clock, so a test
// can move time by hand; nothing below cli calls now() any other way.
// Threading: SteadyClock is safe from every thread.
#include <concepts>

#include <time.h>

#include "harness/base/duration.hpp"

namespace harness {

/// A point on CLOCK_MONOTONIC, in nanoseconds since an arbitrary start (boot on Linux).
struct Instant {
  Nanoseconds since_start{0};
  friend constexpr auto operator<=>(const Instant&, const Instant&) = default;
  friend constexpr Nanoseconds operator-(Instant a, Instant b) { return a.since_start - b.since_start; }
  friend constexpr Instant operator+(Instant a, Nanoseconds d) { return {a.since_start + d}; }
  friend constexpr Instant operator-(Instant a, Nanoseconds d) { return {a.since_start - d}; }
};

template <typename C>
concept Clock = requires(const C& clock) {
  { clock.now() } -> std::same_as<Instant>;
};

/// CLOCK_MONOTONIC through the vDSO: no system call, about 25 ns a read.
struct SteadyClock {
  [[nodiscard]] Instant now() const {
    timespec t{};
    clock_gettime(CLOCK_MONOTONIC, &t);
    return {Nanoseconds(t.tv_sec * 1'000'000'000LL + t.tv_nsec)};
  }
};

}  // namespace harness
