#pragma once
// One of several that do a kernel at the same time. All begin together; what is counted lies between the end
// of the lead-in and the end of the last iteration that began in time. Nobody stops there: whoever did would
// leave the others a machine to themselves. The same as node/kernels/work.mjs and python/kernels/work.py.
#include <iterator>
#include <string>
#include <vector>

#include "harness/base/clock.hpp"

namespace harness::kernels {

struct Task {
  int n = 0;
  int iterations = 0;  ///< at least
  Nanoseconds counted{0};
  Nanoseconds lead_in{0};
};

struct Share {
  std::string line;
  std::vector<Nanoseconds> iterations;
  double rate_per_s = 0;  ///< from the begin of the first counted iteration to the end of the last
};

/// `begin` is the same for all. Errors: kEnvironment when an iteration's line differs from the first one's.
template <auto prepare, auto run, auto line>
[[nodiscard]] Result<Share> work(const Task& task, Instant begin) {
  const SteadyClock clock;
  const auto input = prepare(task.n);
  const Instant from = begin + task.lead_in;
  const Instant until = from + task.counted;
  const Instant end = until + task.counted / 4;  // long enough for an iteration of any other worker
  Share share;
  Nanoseconds spent{0};
  Instant start = begin;
  while (clock.now() < begin) {
  }
  for (;;) {
    const Instant before = clock.now();
    const bool counts = before >= from && (before < until || std::ssize(share.iterations) < task.iterations);
    if (!counts && before >= end) break;
    const auto result = run(input);
    const Instant after = clock.now();
    std::string found = line(result);
    if (share.line.empty()) share.line = found;
    if (found != share.line)
      return environment_error("one iteration gave '{}', the first gave '{}'", found, share.line);
    if (!counts) continue;
    if (share.iterations.empty()) start = before;
    share.iterations.push_back(after - before);
    spent = after - start;
  }
  share.rate_per_s = static_cast<double>(share.iterations.size()) / to_seconds(spent);
  return share;
}

}  // namespace harness::kernels
