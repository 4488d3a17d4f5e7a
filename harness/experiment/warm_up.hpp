#pragma once
// Brings a fresh server to its working state before anything is measured. All arms get the same.
#include "harness/experiment/plan.hpp"
#include "harness/machine/cpus.hpp"
#include "harness/process/server.hpp"

namespace harness::experiment {

/// What a server is warmed up with: each target that is loaded, with as many connections as it will meet.
[[nodiscard]] std::vector<workload::Cell> warm_up_bursts(const Plan& plan);
/// The same of conversations: their rates differ, a warm-up is as fast as it goes.
[[nodiscard]] std::vector<workload::Cell> warm_up_talks(const Plan& plan);

struct WarmUp {
  std::vector<workload::Cell> cells;  ///< the bursts, then the talks
  Nanoseconds length;                 ///< of each: plan.warm_up shared by all, whoever is asked which
};
/// The same for every arm: one that is asked a single target must not meet it warmer than its peers do.
[[nodiscard]] WarmUp warm_up_of(const Plan& plan);

/// A burst of load on every target of warm_up_of() that the arm is asked, at its largest number of
/// connections, loaded or talked to; with all connections closed and reopened in between. The churn
/// matters: CPython's asyncio is several times slower until some connection set has closed (its 256 KiB
/// receive buffer is mmapped per read until then), so a server that was warmed over one set of connections
/// would be measured in another regime. Then, where there are jobs beside the load, those for as long again.
[[nodiscard]] Result<void> warm_up(const Plan& plan, const Arm& arm, process::Server& server,
                                   const machine::CpuSplit& cpus);

}  // namespace harness::experiment
