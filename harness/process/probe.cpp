#include "harness/process/probe.hpp"

#include <algorithm>
#include <chrono>

#include <httplib.h>

namespace harness::process {

ProbeAnswer probe(std::uint16_t port, const std::string& target, Nanoseconds timeout) {
  httplib::Client client("127.0.0.1", port);
  const auto limit = std::max(std::chrono::duration_cast<microseconds>(timeout), microseconds(1000));
  client.set_connection_timeout(limit);
  client.set_read_timeout(limit);
  client.set_write_timeout(limit);
  const httplib::Result answer = client.Get(target);
  if (answer) return {answer->status, "HTTP status " + std::to_string(answer->status)};
  return {0, "error '" + httplib::to_string(answer.error()) + "'"};
}

}  // namespace harness::process
