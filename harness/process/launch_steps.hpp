#pragma once
// The steps of Server::launch, each with the error that tells a reader how to help himself. Used inside
// process/ only.
#include "harness/base/clock.hpp"
#include "harness/process/ready_line.hpp"
#include "harness/process/server.hpp"
#include "harness/process/supervision.hpp"

namespace harness::process {

/// Paths made absolute, the program found, log folders made, the port asked for.
[[nodiscard]] Result<LaunchSpec> completed(LaunchSpec spec);

/// The error with who, what, the end of the logs and where they are, and the remedy.
[[nodiscard]] tl::unexpected<Error> launch_failed(const LaunchSpec& spec, const std::string& what,
                                                  const std::string& remedy);

/// Waits for the ready line; the time it was seen is put into `ready_at`.
[[nodiscard]] Result<ReadyLine> wait_until_ready(const LaunchSpec& spec, Supervision& supervision,
                                                 Instant deadline, Instant& ready_at);

/// The time of the first 200.
[[nodiscard]] Result<Instant> wait_for_200(const LaunchSpec& spec, std::uint16_t port,
                                           Supervision& supervision, Instant deadline);

/// The last lines of stderr and, if that has fewer, of stdout.
[[nodiscard]] std::string tail_of_both(const LaunchSpec& spec, int lines);

}  // namespace harness::process
