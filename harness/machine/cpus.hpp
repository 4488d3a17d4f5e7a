#pragma once
// Which CPUs we may use, and who gets which. Respects taskset and cpusets: only CPUs this process may run on.
// Threading: pin_this_thread acts on the calling thread; threads it starts later inherit the pin.
// Errors: kUsage, naming the text, the CPU and the CPUs that are usable.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/error.hpp"

namespace harness::machine {

/// Ascending. Source: sched_getaffinity(2) of the calling thread, so call it before pinning.
[[nodiscard]] std::vector<int> usable_cpus();

/// "0,2-3" → {0, 2, 3}: ascending, without repeats. Does not ask whether the CPUs exist.
[[nodiscard]] Result<std::vector<int>> parse_cpu_list(std::string_view text);

/// {0, 2, 3} → "0,2-3".
[[nodiscard]] std::string to_cpu_list(std::span<const int> cpus);

[[nodiscard]] Result<void> pin_this_thread(std::span<const int> cpus);

/// At its end the calling thread may run again where it could at its beginning: who pins a thread that is not
/// its own would otherwise take CPUs away from all that this thread starts later.
class KeptCpus {
 public:
  KeptCpus() : before_(usable_cpus()) {}
  ~KeptCpus() { static_cast<void>(pin_this_thread(before_)); }
  KeptCpus(const KeptCpus&) = delete;
  KeptCpus& operator=(const KeptCpus&) = delete;

 private:
  std::vector<int> before_;
};

struct CpuSplit {
  std::vector<int> server;
  std::vector<int> client;
  [[nodiscard]] bool shared() const;  ///< some CPU is on both sides
};

/// Each side on the CPUs of both.
[[nodiscard]] CpuSplit both_sides_everywhere(const CpuSplit& split);

/// "server=0,client=1", "server=0-1,client=2", "server=0+2,client=1": a comma parts the two sides, so several
/// CPUs of one side are written as a range or joined by '+'. Both sides are required; they may overlap.
[[nodiscard]] Result<CpuSplit> parse_cpu_split(std::string_view text);
[[nodiscard]] Result<CpuSplit> parse_cpu_split(std::string_view text, std::span<const int> usable);

/// First usable CPU for the server, last one for the client; the same one when there is only one.
[[nodiscard]] CpuSplit default_split();
[[nodiscard]] CpuSplit default_split(std::span<const int> usable);

}  // namespace harness::machine
