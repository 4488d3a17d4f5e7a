#pragma once
// The server that a stack asks when it is asked for /down: native/reference, one for each launch, so that
// what it counts is what that one server has asked. Errors: kEnvironment, from the launch.
#include <filesystem>
#include <vector>

#include "harness/process/server.hpp"
#include "harness/workload/stack.hpp"

namespace harness::experiment {

[[nodiscard]] bool asks_downstream(const workload::Stack& stack);

/// It keeps off the CPUs of the server that asks it, where there are others. Its logs lie beside that one's.
[[nodiscard]] Result<process::Server> launch_downstream(const std::vector<int>& server_cpus,
                                                        std::filesystem::path stdout_log,
                                                        std::filesystem::path stderr_log);

}  // namespace harness::experiment
