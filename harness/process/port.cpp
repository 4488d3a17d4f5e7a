#include "harness/process/port.hpp"

#include <cerrno>
#include <netinet/in.h>
#include <sys/socket.h>

#include <unistd.h>

#include "harness/process/server.hpp"

namespace harness::process {
namespace {

class Socket {
 public:
  Socket() : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {}
  ~Socket() {
    if (fd_ >= 0) ::close(fd_);
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  [[nodiscard]] int fd() const { return fd_; }

  /// 0, or the errno value.
  int bind_to(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return ::bind(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 ? 0 : errno;
  }

 private:
  int fd_;
};

constexpr std::string_view kTaken = "is already taken";

}  // namespace

Result<std::uint16_t> free_port() {
  Socket socket;
  sockaddr_in address{};
  socklen_t size = sizeof address;
  if (socket.fd() < 0 || socket.bind_to(0) != 0 ||
      ::getsockname(socket.fd(), reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    return environment_error("{}", errno_message("cannot find a free port on 127.0.0.1", errno));
  }
  return ntohs(address.sin_port);
}

bool somebody_listens_on(std::uint16_t port) {
  Socket socket;
  // As servers do: ports in TIME_WAIT are free, only a listener is in the way.
  const int on = 1;
  ::setsockopt(socket.fd(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  return socket.bind_to(port) == EADDRINUSE;
}

std::string port_taken_message(std::uint16_t port) {
  return fmt::format("port {} {}", port, kTaken);
}

bool is_port_taken(const Error& error) {
  return error.message.find(kTaken) != std::string::npos;
}

}  // namespace harness::process
