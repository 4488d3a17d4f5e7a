#pragma once
// How fast is a CPU right now? A fixed loop that keeps several of its units busy at once. Neighbours on the
// same physical core, of this machine or of another guest on its host, take those units away without a trace
// in steal time: on one two-CPU virtual machine this loop, and a server beside it, ran at half speed for
// seconds at a time while steal stood at 0. A loop of dependent steps would not notice.
// Threading: runs on a thread of its own, pinned to `cpu`; the caller waits. Not a benchmark of the machine:
// compare its figures only with others of the same run.
#include <optional>

#include "harness/base/duration.hpp"

namespace harness::machine {

/// CPU time of 100,000 rounds, the mean over about `duration`. Time in which the loop had no CPU does not
/// count. Absent when the thread cannot be pinned or had no CPU at all.
[[nodiscard]] std::optional<Nanoseconds> canary(int cpu, Nanoseconds duration);

}  // namespace harness::machine
