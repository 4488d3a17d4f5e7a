#pragma once
// fork and exec of one server, for the supervisor only. Between fork and exec only async-signal-safe calls.
// The child gets an own process group, dies with the supervisor, has /dev/null, two log files and nothing
// else open, runs on the given CPUs, and starts with exactly the given environment and default signals.
#include <cstdint>
#include <string>
#include <sys/types.h>
#include <vector>

namespace harness::process {

struct ChildPlan {
  std::vector<int> cpus;
  std::string stdout_log;
  std::string stderr_log;
  std::string working_directory;
  std::vector<std::string> environment;  ///< "K=V"
  std::vector<std::string> argv;         ///< argv[0] is the program's path; no shell, no PATH lookup
};

struct StartedChild {
  pid_t pid = -1;
  std::int64_t exec_at_ns = 0;  ///< CLOCK_MONOTONIC just before exec
  std::string failure;          ///< empty when the program runs
};

[[nodiscard]] StartedChild start_child(const ChildPlan& plan);

}  // namespace harness::process
