#pragma once
// The server that a stack asks when it is asked for /down: native/reference, one for each launch, so that
// what it counts is what that one server has asked. Errors: kEnvironment, from the launch.
#include <filesystem>
#include <vector>

#include "harness/process/server.hpp"
#include "harness/verify/contract.hpp"
#include "harness/workload/stack.hpp"

namespace harness::experiment {

[[nodiscard]] bool asks_downstream(const workload::Stack& stack);

/// It keeps off the CPUs of the server that asks it, where there are others. Its logs lie beside that one's.
[[nodiscard]] Result<process::Server> launch_downstream(const std::vector<int>& server_cpus,
                                                        std::filesystem::path stdout_log,
                                                        std::filesystem::path stderr_log);

/// Where checks find the server, and whom it asks.
[[nodiscard]] verify::Subject subject_of(const process::Server& server);

}  // namespace harness::experiment
