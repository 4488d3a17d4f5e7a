#pragma once
// Live noise covariates: what else was going on while a slice was measured. Never outcome values, so that a
// guard built on them cannot favour an arm.
// nullopt = this kernel does not tell; 0 = it told, and there was none (a hypervisor may hide steal as 0).
#include <cstdint>
#include <optional>

#include "harness/base/duration.hpp"
#include "harness/machine/proc_root.hpp"

namespace harness::machine {

/// Running totals since boot, each at one moment.
struct NoiseSnapshot {
  std::optional<std::uint64_t> steal_jiffies;  ///< /proc/stat "cpu" field 8: time taken by the hypervisor
  std::optional<std::uint64_t> total_jiffies;  ///< sum of /proc/stat "cpu" fields 1-8 (guest is inside user)
  std::optional<std::uint64_t> psi_cpu_some_us;  ///< /proc/pressure/cpu: some task waited for a CPU
  std::optional<std::uint64_t> throttled_us;     ///< our cgroup's cpu.stat: stopped by a quota
  /// /proc/net/netstat TcpExt ListenOverflows, of our network namespace.
  std::optional<std::uint64_t> listen_overflows;
  std::optional<double> load_1m;  ///< /proc/loadavg field 1
};

[[nodiscard]] NoiseSnapshot noise_now(const ProcRoot& root = {});

struct Noise {
  std::optional<double> steal_share;              ///< of all CPUs' time, 0..1
  std::optional<double> psi_cpu_share;            ///< of wall time, 0..1
  std::optional<double> throttled_share;          ///< of wall time; above 1 when several CPUs were stopped
  std::optional<std::uint64_t> listen_overflows;  ///< connections dropped at a full listen queue
  std::optional<double> load_1m;                  ///< at the end
};

/// `wall` is the time between the two snapshots. A counter that went backwards counts as not measured.
[[nodiscard]] Noise noise_between(const NoiseSnapshot& before, const NoiseSnapshot& after, Nanoseconds wall);

}  // namespace harness::machine
