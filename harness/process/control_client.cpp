#include "harness/process/control_client.hpp"

#include <httplib.h>

namespace harness::process {

Result<std::string> get_body(std::uint16_t port, const std::string& target) {
  httplib::Client client("127.0.0.1", port);
  client.set_connection_timeout(2);
  client.set_read_timeout(5);
  const auto response = client.Get(target);
  if (!response) {
    return environment_error("no answer to {} on port {}: {}", target, port,
                             httplib::to_string(response.error()));
  }
  if (response->status != 200)
    return environment_error("{} on port {} answered {}", target, port, response->status);
  return response->body;
}

}  // namespace harness::process
