#pragma once
// What a job program prints when it is done: one JSON object on one line. The same in every language, see
// workloads/README.md. Threading: pure functions. Errors: kEnvironment naming the field and what it holds.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/duration.hpp"
#include "harness/base/error.hpp"

namespace harness::jobs {

struct JobReport {
  std::string kernel;
  std::string flavour;  ///< "same" | "idiom"
  std::uint64_t n = 0;
  std::string line;                     ///< the canonical line: the job's proof that it did the work
  std::string tag;                      ///< "pure_script" | "native_ext"
  std::string version;                  ///< of the interpreter, as it says itself
  std::uint64_t max_rss_kib = 0;        ///< peak; not the kernel's account, which begins with the launcher's
  Nanoseconds setup{0};                 ///< making the input, which is not timed
  std::vector<Nanoseconds> iterations;  ///< wall, in order: the first one is cold
  std::vector<Nanoseconds> iterations_cpu;  ///< of the whole process, JIT and GC threads included
  /// Iterations per second of each worker while all of them worked; empty when one did it alone, and else
  /// there is no CPU time of an iteration, since others work in it.
  std::vector<double> worker_rates{};
  /// Iterations whose result was wrong, of a job that goes on all the same: `line` says what was wrong first.
  std::uint64_t wrong = 0;
  /// From the beginning of the first iteration until the last one's result had been checked, at least their
  /// sum; not told where several worked, nor by older programs.
  std::optional<Nanoseconds> loop{};
};

/// The last line of `output`; what comes before is a runtime's banner.
[[nodiscard]] Result<JobReport> parse_job_report(std::string_view output);

/// The line itself; with a tolerance, every number in it may be off by that share of the right one.
[[nodiscard]] bool agrees(std::string_view line, std::string_view right, double tolerance);

/// All of them together; of so many so long ones as no clock has, the most there can be.
[[nodiscard]] Nanoseconds sum(const std::vector<Nanoseconds>& iterations);

/// Median of the second half of the series: a JIT goes on optimising for many iterations.
/// Of a single iteration, that one. Source: Barrett et al. 2017, also for why the
/// series is stored besides.
[[nodiscard]] Nanoseconds steady(const std::vector<Nanoseconds>& iterations);

}  // namespace harness::jobs
