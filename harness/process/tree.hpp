#pragma once
// A process and everything it started, read from /proc. A snapshot: processes come and go while it is taken,
// so "none left" is known only by a parent that reaped them (the supervisor).
// Threading: no shared state. Errors: kEnvironment naming the process.
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "harness/base/duration.hpp"
#include "harness/base/error.hpp"

namespace harness::process {

/// Children, grandchildren, … of `root_pid`, without itself; zombies included. Parents come before children.
[[nodiscard]] std::vector<int> descendants(int root_pid);

/// False for a zombie: it is dead, its parent has only not asked yet.
[[nodiscard]] bool is_alive(int pid);

struct Memory {
  std::uint64_t pss_kib = 0;  ///< proportional set size: a page shared by n processes counts 1/n in each
  int processes = 0;
  int threads = 0;
};

struct TreeUsage {
  Nanoseconds cpu{0};
  Memory memory;
};

/// User + system time of every descendant of `root_pid`, living or reaped, `root_pid`'s own excluded.
/// Living processes are read from their CPU clock (nanoseconds, includes threads that ended); children that
/// were reaped are only known in clock ticks (10 ms) from their parent's cutime/cstime. So a difference of
/// two readings is exact unless a process ended in between, then it is off by at most a tick per reaping
/// parent. Time of children whose parent ignores SIGCHLD is lost to the kernel's own books, and to us.
[[nodiscard]] Result<Nanoseconds> tree_cpu_time(int root_pid);

/// The CPU clocks of a tree whose processes stay: reads in microseconds what tree_cpu_time, which lists all
/// processes of the machine, reads in milliseconds. For stretches of some ten milliseconds.
class TreeClock {
 public:
  [[nodiscard]] static TreeClock below(int root_pid);
  /// Of both trees, which have no process in common.
  [[nodiscard]] TreeClock together_with(const TreeClock& other) const;
  /// Of the processes that were there when this was made, as tree_cpu_time. Errors: one of them has ended.
  [[nodiscard]] Result<Nanoseconds> now() const;
  /// No process has come or gone since: then a difference of two readings is that of the whole tree.
  [[nodiscard]] bool still_whole() const;

 private:
  TreeClock(std::vector<int> roots, std::vector<int> pids)
      : roots_(std::move(roots)), pids_(std::move(pids)) {}
  std::vector<int> roots_;
  std::vector<int> pids_;  ///< of the first root, then of the next
};

/// Sums smaps_rollup of the descendants. Slow (milliseconds per GiB): between slices, not inside.
[[nodiscard]] Result<Memory> tree_memory(int root_pid);

/// Of these processes and their descendants, each once.
[[nodiscard]] Result<Memory> memory_from(const std::vector<int>& roots);

}  // namespace harness::process
