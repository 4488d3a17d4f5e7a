#pragma once
// Non-blocking TCP client sockets, and nothing else. Errors: kEnvironment with the system's reason.
#include <cstdint>
#include <netinet/in.h>
#include <string>
#include <sys/socket.h>
#include <utility>

#include "harness/base/error.hpp"

namespace harness::load {

/// Owns a file descriptor.
class Socket {
 public:
  Socket() = default;
  explicit Socket(int fd) : fd_(fd) {}
  Socket(Socket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Socket& operator=(Socket&& other) noexcept;
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  ~Socket() { close(); }
  void close();
  [[nodiscard]] int fd() const { return fd_; }
  [[nodiscard]] bool is_open() const { return fd_ >= 0; }

 private:
  int fd_ = -1;
};

struct Address {
  sockaddr_storage storage{};
  socklen_t length = 0;
};

/// Resolves once, before any load: name look-ups never happen on the sample path.
[[nodiscard]] Result<Address> resolve(const std::string& host, std::uint16_t port);

/// Starts a connection: non-blocking, TCP_NODELAY. The socket becomes writable when it is established.
/// Returns the errno of a failure.
[[nodiscard]] tl::expected<Socket, int> start_connecting(const Address& address);

/// 0 when the connection is established, else the errno that ended it.
[[nodiscard]] int connect_outcome(int fd);

}  // namespace harness::load
