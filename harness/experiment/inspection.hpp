#pragma once
// Everything a running server is held to without load: the contract, the fairness of its set-up, a silent
// log, a clean end. What `harness verify` shows, and what a planted pitfall must not get past. Threading: the
// caller's.
#include <vector>

#include "harness/experiment/arm.hpp"
#include "harness/verify/contract.hpp"

namespace harness::experiment {

/// What verify asks: where it is, and what it was given to serve.
[[nodiscard]] verify::Subject subject_of(const process::Server& server, const workload::Stack& stack);

/// One Check per rule, always all of them and always in the same order; the last one is "log-silent".
[[nodiscard]] std::vector<verify::Check> inspect(const process::Server& server, const workload::Stack& stack);

/// The same checks of a server that differs from another one in its workers only: what depends on them is
/// asked of itself, the rest is what was found of the other.
[[nodiscard]] std::vector<verify::Check> inspect_workers(const process::Server& server,
                                                         const workload::Stack& stack,
                                                         std::vector<verify::Check> of_the_other);

/// The last of them alone.
[[nodiscard]] verify::Check log_silent(const process::Server& server);

/// Stops it: "stops-cleanly".
[[nodiscard]] verify::Check stops_cleanly(process::Server& server);

/// Starts and stops it so often: "starts". Each end is a clean one, and nobody listens on the port
/// afterwards.
[[nodiscard]] verify::Check survives_starts(const Arm& arm, const LaunchPlace& place, int times);

}  // namespace harness::experiment
