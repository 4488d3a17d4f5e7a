#pragma once
// What this host is: the environment record stored with every run. Observes, never changes a setting.
// A fact that cannot be read is left out, never invented. Values are text as the kernel wrote it; a unit is
// part of the key (memory_total_kib).
#include <string>
#include <vector>

#include "harness/machine/proc_root.hpp"

namespace harness::machine {

struct Fact {
  std::string key;
  std::string value;
  std::string source;  ///< the file it was read from, "/proc/meminfo MemTotal"
};

[[nodiscard]] std::vector<Fact> describe(const ProcRoot& root = {});

/// "debian12-2cpu-epyc-9f3a": short, stable, fit for a folder name ([a-z0-9-]). Built from discrete fields
/// only (CPU model, CPUs online, kernel major.minor, distribution). MHz, bogomips and host name never enter:
/// a clock-speed wobble must not split the history of one machine in two.
[[nodiscard]] std::string machine_id(const std::vector<Fact>& facts);

}  // namespace harness::machine
