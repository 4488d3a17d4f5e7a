#include "exact_server.hpp"

#include <arpa/inet.h>
#include <array>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <queue>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <utility>
#include <vector>

#include "scripted_server.hpp"
#include <pthread.h>
#include <sched.h>
#include <unistd.h>

namespace harness::test {
namespace {

constexpr Nanoseconds kPause = microseconds(50);  // a turn with a full batch of answers takes less

struct Held {
  Instant due;
  Instant read;
  int fd = -1;
  bool operator>(const Held& other) const { return due > other.due; }
};

void pin(int cpu) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(static_cast<std::size_t>(cpu), &set);
  ::pthread_setaffinity_np(::pthread_self(), sizeof set, &set);
}

void watch(int epoll, int fd) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = fd;
  ::epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
}

}  // namespace

ExactServer::ExactServer(Delay delay, int cpu, Order order)
    : delay_(std::move(delay)), cpu_(cpu), order_(order) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, IPPROTO_TCP);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address);
  ::listen(listener_, 1024);
  socklen_t length = sizeof address;
  ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length);
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

ExactServer::~ExactServer() {
  stop();
  ::close(listener_);
}

void ExactServer::stop() {
  stopping_ = true;
  if (thread_.joinable()) thread_.join();
}

void ExactServer::serve() {
  pin(cpu_);
  const SteadyClock clock;
  const std::string answer = ok_response("Hello, World!");
  const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
  watch(epoll, listener_);
  std::priority_queue<Held, std::vector<Held>, std::greater<>> held;
  std::vector<int> open;
  Instant free_at{};
  std::array<epoll_event, 64> events{};
  std::array<char, 4096> request{};
  const Instant born = clock.now();
  Instant last_turn = born;
  while (!stopping_) {
    const Instant turn = clock.now();
    const Nanoseconds pause = turn - std::exchange(last_turn, turn);
    longest_pause_ = std::max(longest_pause_, pause);
    if (pause >= kPause) paused_ += pause;
    const int ready = ::epoll_wait(epoll, events.data(), static_cast<int>(events.size()), 0);
    for (int i = 0; i < ready; ++i) {
      const int fd = events[static_cast<std::size_t>(i)].data.fd;
      if (fd == listener_) {
        const int peer = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
        const int on = 1;
        ::setsockopt(peer, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        watch(epoll, peer);
        open.push_back(peer);
        continue;
      }
      // The client under test writes a request at once and has one in flight, so one read is one request.
      if (::recv(fd, request.data(), request.size(), 0) <= 0) {
        ::epoll_ctl(epoll, EPOLL_CTL_DEL, fd, nullptr);
        continue;
      }
      const Instant now = clock.now();
      const Instant begins = order_ == Order::kOneByOne ? std::max(now, free_at) : now;
      free_at = begins + delay_(requests_++);
      last_turn = last_turn + (clock.now() - now);  // a delay function that takes its time is no pause
      held.push({free_at, now, fd});
    }
    while (!held.empty() && held.top().due <= clock.now()) {
      const Held next = held.top();
      held.pop();
      ::send(next.fd, answer.data(), answer.size(), MSG_NOSIGNAL);
      delivered_.record(clock.now() - next.read);
    }
  }
  lived_ = clock.now() - born;
  for (const int fd : open) ::close(fd);
  ::close(epoll);
}

}  // namespace harness::test
