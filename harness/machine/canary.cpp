#include "harness/machine/canary.hpp"

#include <array>
#include <cstdint>
#include <thread>

#include <time.h>

#include "harness/base/clock.hpp"
#include "harness/machine/cpus.hpp"

namespace harness::machine {
namespace {

constexpr std::uint64_t kRounds = 100'000;
constexpr std::uint64_t kRoundsPerLook = 5'000;  // a look at the clock costs as much as a hundred rounds

Nanoseconds cpu_time_of_this_thread() {
  timespec t{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return seconds(t.tv_sec) + Nanoseconds(t.tv_nsec);
}

/// Four sums that do not wait for each other. The empty assembly keeps each in a register and the compiler
/// from folding the loop.
void rounds(std::uint64_t count, std::array<std::uint64_t, 4>& sums) {
  auto [a, b, c, d] = sums;
  for (std::uint64_t i = 0; i < count; ++i) {
    a += i ^ b;
    b += i ^ 3;
    c += i ^ d;
    d += i ^ 5;
    asm volatile("" : "+r"(a), "+r"(b), "+r"(c), "+r"(d));
  }
  sums = {a, b, c, d};
}

std::optional<Nanoseconds> measure(int cpu, Nanoseconds duration) {
  if (!pin_this_thread(std::array{cpu})) return {};
  const SteadyClock clock;
  std::array<std::uint64_t, 4> sums{1, 2, 3, 4};
  std::uint64_t done = 0;
  const Instant begun = clock.now();
  const Nanoseconds cpu_before = cpu_time_of_this_thread();
  while (clock.now() - begun < duration) {
    rounds(kRoundsPerLook, sums);
    done += kRoundsPerLook;
  }
  const Nanoseconds spent = cpu_time_of_this_thread() - cpu_before;
  if (done == 0 || spent <= Nanoseconds(0)) return {};
  return Nanoseconds(
      static_cast<std::int64_t>(static_cast<double>(spent.count()) * kRounds / static_cast<double>(done)));
}

}  // namespace

std::optional<Nanoseconds> canary(int cpu, Nanoseconds duration) {
  std::optional<Nanoseconds> result;
  std::thread([&] { result = measure(cpu, duration); }).join();
  return result;
}

}  // namespace harness::machine
