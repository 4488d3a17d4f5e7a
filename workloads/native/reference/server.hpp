#pragma once
// The reference server: Boost.Asio on one thread, and a pool of others for /cpu_off, from a listening socket
// until SIGTERM or SIGINT. Not TLS: the contract's endpoints and nothing else. Errors:
// none that end it; accepting pauses while the process is out of descriptors.
#include "workloads/native/reference/listener.hpp"
#include "workloads/native/reference/options.hpp"
#include "workloads/native/reference/team.hpp"

namespace harness::reference {

/// Serves, and returns within five seconds of a signal: requests in flight are answered, idle connections
/// closed. A computation that would outlast them ends the process, with code 0: it cannot be interrupted.
/// The last of its team to be ready says so. `lines` is where /lines is served; without a descriptor nowhere.
void serve_contract(const Listener& listener, const Listener& lines, const Options& options, Team& team,
                    Seat& seat);

}  // namespace harness::reference
