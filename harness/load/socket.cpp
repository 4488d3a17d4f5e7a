#include "harness/load/socket.hpp"

#include <cerrno>
#include <cstring>
#include <netinet/tcp.h>

#include <netdb.h>
#include <unistd.h>

namespace harness::load {

Socket& Socket::operator=(Socket&& other) noexcept {
  if (this != &other) {
    close();
    fd_ = std::exchange(other.fd_, -1);
  }
  return *this;
}

void Socket::close() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

Result<Address> resolve(const std::string& host, std::uint16_t port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int failure = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found);
  if (failure != 0) {
    return environment_error(
        "cannot resolve host '{}': {}; write a reachable name or an address such as 127.0.0.1", host,
        ::gai_strerror(failure));
  }
  Address address;
  std::memcpy(&address.storage, found->ai_addr, found->ai_addrlen);
  address.length = found->ai_addrlen;
  ::freeaddrinfo(found);
  return address;
}

tl::expected<Socket, int> start_connecting(const Address& address) {
  Socket socket(::socket(address.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP));
  if (!socket.is_open()) return tl::unexpected(errno);
  const int on = 1;
  ::setsockopt(socket.fd(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  const auto* target = reinterpret_cast<const sockaddr*>(&address.storage);
  if (::connect(socket.fd(), target, address.length) != 0 && errno != EINPROGRESS)
    return tl::unexpected(errno);
  return socket;
}

int connect_outcome(int fd) {
  int failure = 0;
  socklen_t length = sizeof failure;
  if (::getsockopt(fd, SOL_SOCKET, SO_ERROR, &failure, &length) != 0) return errno;
  return failure;
}

}  // namespace harness::load
