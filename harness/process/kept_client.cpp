#include "harness/process/kept_client.hpp"

#include <httplib.h>

#include "harness/base/clock.hpp"

namespace harness::process {

KeptClient::KeptClient(std::uint16_t port, Nanoseconds patience)
    : client_(std::make_unique<httplib::Client>("127.0.0.1", port)) {
  client_->set_keep_alive(true);
  client_->set_tcp_nodelay(true);
  client_->set_connection_timeout(2);
  client_->set_read_timeout(std::chrono::ceil<std::chrono::microseconds>(patience));
}
KeptClient::~KeptClient() = default;
KeptClient::KeptClient(KeptClient&&) noexcept = default;
KeptClient& KeptClient::operator=(KeptClient&&) noexcept = default;

Result<TimedAnswer> KeptClient::get(const std::string& target) {
  const SteadyClock clock;
  const Instant asked = clock.now();
  auto response = client_->Get(target);
  const Nanoseconds took = clock.now() - asked;
  if (!response)
    return environment_error("no answer to {}: {}", target, httplib::to_string(response.error()));
  return TimedAnswer{response->status, std::move(response->body), took};
}

}  // namespace harness::process
