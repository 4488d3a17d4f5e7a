#include "harness/experiment/null_server.hpp"

namespace harness::experiment {

Result<process::Server> launch_null_server(const std::vector<int>& cpus, const std::filesystem::path& logs) {
  const auto port = process::free_port();
  if (!port) return tl::unexpected(port.error());
  process::LaunchSpec spec;
  spec.name = "null server";
  spec.program = process::supervisor_path().parent_path() / "harness-reference";
  spec.arguments = {"--null"};
  spec.environment["PORT"] = std::to_string(*port);
  spec.cpus = cpus;
  spec.port = *port;
  spec.stdout_log = logs / "null-server.stdout";
  spec.stderr_log = logs / "null-server.stderr";
  return process::Server::launch(spec);
}

}  // namespace harness::experiment
