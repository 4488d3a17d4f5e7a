#include "workloads/native/reference/listener.hpp"

#include <arpa/inet.h>
#include <cerrno>
#include <cstdio>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <fmt/format.h>
#include <unistd.h>

namespace harness::reference {

tl::expected<Listener, int> listen_on_loopback(std::uint16_t port, int backlog) {
  // IPPROTO_TCP by name: with 0 some layers above no longer see a TCP socket and skip TCP_NODELAY.
  const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP);
  if (descriptor < 0) return tl::unexpected(errno);
  const int on = 1;
  ::setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  socklen_t length = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(descriptor, generic, length) != 0 || ::listen(descriptor, backlog) != 0 ||
      ::getsockname(descriptor, generic, &length) != 0) {
    const int reason = errno;
    ::close(descriptor);
    return tl::unexpected(reason);
  }
  return Listener{descriptor, ntohs(address.sin_port)};
}

void raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

void announce_ready(std::uint16_t port, const std::vector<int>& pids) {
  fmt::print("{{\"ready\":true,\"pids\":[{}],\"port\":{}}}\n", fmt::join(pids, ","), port);
  std::fflush(stdout);
}

}  // namespace harness::reference
