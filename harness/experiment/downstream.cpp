#include "harness/experiment/downstream.hpp"

#include <algorithm>
#include <iterator>

#include "harness/machine/cpus.hpp"

namespace harness::experiment {
namespace {

/// None when there are no others: then it runs wherever it may.
std::vector<int> other_cpus(const std::vector<int>& taken) {
  std::vector<int> others;
  std::ranges::copy_if(machine::usable_cpus(), std::back_inserter(others),
                       [&](int cpu) { return std::ranges::find(taken, cpu) == taken.end(); });
  return others;
}

}  // namespace

bool asks_downstream(const workload::Stack& stack) {
  return std::ranges::find(stack.endpoints, "/down") != stack.endpoints.end();
}

Result<process::Server> launch_downstream(const std::vector<int>& server_cpus,
                                          std::filesystem::path stdout_log,
                                          std::filesystem::path stderr_log) {
  const auto port = process::free_port();
  if (!port) return tl::unexpected(port.error());
  process::LaunchSpec spec;
  spec.name = "the server behind /down";
  spec.program = process::supervisor_path().parent_path() / "harness-reference";
  spec.environment["PORT"] = std::to_string(*port);
  spec.cpus = other_cpus(server_cpus);
  spec.port = *port;
  spec.stop_grace = milliseconds(50);  // nobody waits any longer for what it still has to answer
  spec.stdout_log = stdout_log += ".down";
  spec.stderr_log = stderr_log += ".down";
  return process::Server::launch(spec);
}

}  // namespace harness::experiment
