#pragma once
// How long the calling thread has stood ready to run while something else had its CPU.
// Source: Linux Documentation/scheduler/sched-stats.rst, /proc/<pid>/schedstat, second field.
#include <optional>

#include "harness/base/clock.hpp"

namespace harness {

/// Threading: make it and read it on the thread it is about. Needs one file descriptor.
class RunQueueDelay {
 public:
  RunQueueDelay();
  ~RunQueueDelay();
  RunQueueDelay(const RunQueueDelay&) = delete;
  RunQueueDelay& operator=(const RunQueueDelay&) = delete;

  /// Since the thread began. Absent: this kernel does not say.
  [[nodiscard]] std::optional<Nanoseconds> read() const;

 private:
  int fd_;
};

}  // namespace harness
