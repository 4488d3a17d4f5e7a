#pragma once
// What the control group we live in allows us in CPU time, cgroup v2 or v1. Used inside machine/ only.
// nullopt means "no cpu controller visible here"; infinity never appears.
#include <cstdint>
#include <optional>
#include <string>

#include "harness/machine/proc_root.hpp"

namespace harness::machine {

struct CpuQuota {
  std::optional<double> cpus;  ///< nullopt: visible, and there is no limit
  std::string source;          ///< the file that limits most, or the one that says there is no limit
};

/// The tightest limit on the way from our group to the root.
[[nodiscard]] std::optional<CpuQuota> cpu_quota(const ProcRoot& root);

/// How long our group was stopped by its quota since it was made.
[[nodiscard]] std::optional<std::uint64_t> throttled_us(const ProcRoot& root);

}  // namespace harness::machine
