#include <netinet/in.h>
#include <sys/socket.h>

#include <gtest/gtest.h>
#include <unistd.h>

#include "harness/verify/contract.hpp"

namespace harness {
namespace {

/// Bound but not listening: the port is nobody else's, and connecting to it is refused.
class RefusedPort {
 public:
  RefusedPort() : descriptor_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(descriptor_, generic, length) == 0) ::getsockname(descriptor_, generic, &length);
    port_ = ntohs(address.sin_port);
  }
  ~RefusedPort() { ::close(descriptor_); }
  RefusedPort(const RefusedPort&) = delete;
  RefusedPort& operator=(const RefusedPort&) = delete;
  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  int descriptor_;
  std::uint16_t port_ = 0;
};

workload::Stack any_stack() {
  workload::Stack stack;
  stack.endpoints = {"/plaintext", "/json",    "/delay",   "/echo",   "/upload", "/down",
                     "/cpu",       "/cpu_off", "/mixed",   "/sse",    "/stream", "/file",
                     "/lines",     "/ws/echo", "/ws/room", "/ws/game"};
  return stack;
}

TEST(UnreachableServer, FailsEveryCheckAndSaysWhereItTriedToConnect) {
  RefusedPort nobody;
  const auto stack = any_stack();
  for (const auto& check : verify::examine({"127.0.0.1", nobody.port()}, stack, Nanoseconds(0)).all()) {
    const bool one_worker = check.name == "accept-shared";  // then there is nothing to share
    EXPECT_EQ(check.outcome, one_worker ? verify::Outcome::kPass : verify::Outcome::kFail) << check.name;
  }
  const auto first = verify::check_contract({"127.0.0.1", nobody.port()}, any_stack()).front();
  EXPECT_EQ(first.detail, "GET /plaintext: cannot connect to 127.0.0.1:" + std::to_string(nobody.port()) +
                              ": Connection refused (errno 111)");
}

TEST(UnreachableServer, RefusesANameForAHost) {
  const auto first = verify::check_contract({"localhost", 1}, any_stack()).front();
  EXPECT_EQ(first.detail, "GET /plaintext: host 'localhost' is not an IPv4 address");
}

}  // namespace
}  // namespace harness
