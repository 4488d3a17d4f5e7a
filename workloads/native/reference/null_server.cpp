#include "workloads/native/reference/null_server.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string>
#include <string_view>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <vector>

#include "workloads/native/reference/contract_bodies.hpp"
#include "workloads/native/reference/contract_response.hpp"
#include <unistd.h>

namespace harness::reference {
namespace {

constexpr std::string_view kEnd = "\r\n\r\n";
constexpr std::size_t kCarry = kEnd.size() - 1;
constexpr std::size_t kReadBytes = 64 * 1024;
constexpr std::size_t kCopies = 256;

struct Peer {
  std::array<char, kCarry> tail{};  ///< the last bytes read: a terminator may be split over reads
  std::size_t tail_length = 0;
  std::size_t owed = 0;  ///< bytes still to send
};

class NullServer {
 public:
  explicit NullServer(int listener) : listener_(listener), epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
    const contract::Reply reply{200, contract::kPlainText, contract::plaintext_body()};
    contract::append_response(copies_, reply, contract::imf_fixdate(std::time(nullptr)));
    response_length_ = copies_.size();
    const std::string one = copies_;
    for (std::size_t i = 1; i < kCopies; ++i) copies_ += one;
  }

  Result<void> run() {
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTERM);
    sigaddset(&stop, SIGINT);
    sigprocmask(SIG_BLOCK, &stop, nullptr);
    const int signals = ::signalfd(-1, &stop, SFD_CLOEXEC);
    if (epoll_ < 0 || signals < 0 || !watch(signals, EPOLLIN) || !watch(listener_, EPOLLIN)) {
      return environment_error("{}", errno_message("cannot set up epoll", errno));
    }
    std::array<epoll_event, 256> events;
    for (;;) {
      const int count = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), -1);
      for (int i = 0; i < count; ++i) {
        const auto& event = events[static_cast<std::size_t>(i)];
        const int descriptor = event.data.fd;
        if (descriptor == signals) return {};
        const bool ended = (event.events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0;
        descriptor == listener_ ? accept_all() : serve(descriptor, ended);
      }
    }
  }

 private:
  bool watch(int descriptor, std::uint32_t events) {
    epoll_event event{};
    event.events = events;
    event.data.fd = descriptor;
    return ::epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event) == 0;
  }

  void accept_all() {
    for (;;) {
      const int descriptor = ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (descriptor < 0) return;
      const int on = 1;
      ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      const auto index = static_cast<std::size_t>(descriptor);
      if (peers_.size() <= index) peers_.resize(index + 1);
      peers_[index] = Peer{};
      watch(descriptor, EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET);
    }
  }

  void serve(int descriptor, bool ended) {
    Peer& peer = peers_[static_cast<std::size_t>(descriptor)];
    for (;;) {
      if (!send_owed(descriptor, peer)) return;
      std::copy_n(peer.tail.data(), peer.tail_length, in_.data());
      const ssize_t received = ::recv(descriptor, in_.data() + peer.tail_length, kReadBytes, 0);
      if (received <= 0) {
        if (received == 0 || errno != EAGAIN) ::close(descriptor);
        return;
      }
      const auto length = static_cast<std::size_t>(received);
      peer.owed = count_requests({in_.data(), peer.tail_length + length}, peer) * response_length_;
      // A short read has emptied the socket; the next edge comes with the next byte. Source: epoll(7).
      // Unless the peer has closed: that edge is this one, and only reading on finds the end.
      if (length < kReadBytes && !ended) {
        send_owed(descriptor, peer);
        return;
      }
    }
  }

  static std::size_t count_requests(std::string_view bytes, Peer& peer) {
    std::size_t requests = 0;
    for (auto at = bytes.find(kEnd); at != std::string_view::npos; at = bytes.find(kEnd)) {
      ++requests;
      bytes.remove_prefix(at + kEnd.size());
    }
    peer.tail_length = std::min(bytes.size(), kCarry);
    bytes.substr(bytes.size() - peer.tail_length).copy(peer.tail.data(), kCarry);
    return requests;
  }

  /// False when the socket is full (EPOLLOUT's edge will resume) or gone.
  bool send_owed(int descriptor, Peer& peer) {
    while (peer.owed > 0) {
      // What is owed always ends with a whole response, so its remainder says where within one we are.
      const std::size_t begin = (response_length_ - peer.owed % response_length_) % response_length_;
      const std::size_t length = std::min(peer.owed, copies_.size() - begin);
      const ssize_t sent = ::send(descriptor, copies_.data() + begin, length, MSG_NOSIGNAL);
      if (sent < 0) return false;
      peer.owed -= static_cast<std::size_t>(sent);
    }
    return true;
  }

  int listener_;
  int epoll_;
  std::string copies_;
  std::size_t response_length_ = 0;
  std::array<char, kReadBytes + kCarry> in_{};
  std::vector<Peer> peers_;  // by descriptor
};

}  // namespace

Result<void> serve_nothing(const Listener& listener) {
  announce_ready(listener.port, {::getpid()});
  return NullServer(listener.descriptor).run();
}

}  // namespace harness::reference
