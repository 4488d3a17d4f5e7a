#pragma once
// Runs one flavour of a kernel again and again and times each iteration.
// No run can be hoisted out of the loop or dropped: kernels are compiled apart from it, without link-time
// optimisation, and each result is turned into its line.
#include <string>
#include <vector>

#include <time.h>

#include "harness/base/clock.hpp"

namespace harness::kernels {

struct Measurement {
  std::string line;
  Nanoseconds setup{0};
  std::vector<Nanoseconds> iterations;
  std::vector<Nanoseconds> iterations_cpu;  ///< of all threads of the process
  Nanoseconds loop{0};                      ///< all of them, with what makes and compares their lines
};

[[nodiscard]] inline Nanoseconds process_cpu_time() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return Nanoseconds(t.tv_sec * 1'000'000'000LL + t.tv_nsec);
}

/// Errors: kEnvironment when an iteration's line differs from the first one's.
template <auto prepare, auto run, auto line>
[[nodiscard]] Result<Measurement> measure(int n, int iterations, Nanoseconds at_least) {
  const SteadyClock clock;
  const Instant begun = clock.now();
  const auto input = prepare(n);
  Measurement measured;
  measured.setup = clock.now() - begun;
  const Instant looped = clock.now();
  const Instant enough = looped + at_least;
  for (int iteration = 0; iteration < iterations || clock.now() < enough; ++iteration) {
    const Nanoseconds cpu_before = process_cpu_time();
    const Instant before = clock.now();
    const auto result = run(input);
    const Instant after = clock.now();
    measured.iterations_cpu.push_back(process_cpu_time() - cpu_before);
    measured.iterations.push_back(after - before);
    const std::string found = line(result);
    if (iteration == 0) measured.line = found;
    if (found != measured.line) {
      return environment_error("iteration {} gave '{}', iteration 0 gave '{}'", iteration, found,
                               measured.line);
    }
  }
  measured.loop = clock.now() - looped;
  return measured;
}

}  // namespace harness::kernels
