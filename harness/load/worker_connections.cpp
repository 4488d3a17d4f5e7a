// The part of Worker that opens, loses and reopens connections.
#include <algorithm>
#include <cerrno>

#include "harness/load/kernel_stamps.hpp"
#include "harness/load/worker.hpp"

namespace harness::load {
namespace {

constexpr std::size_t kConnectingAtOnce = 100;  ///< the smallest common accept backlog
constexpr Nanoseconds kFirstBackOff = milliseconds(5);
constexpr int kMaxDoublings = 5;
constexpr int kConnectStepMs = 50;
constexpr std::uint32_t kInterest = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;

}  // namespace

Result<void> Worker::connect_all() {
  if (schedule_) waiter_.calibrate();
  connecting_since_ = clock_.now();
  const Instant give_up = connecting_since_ + plan_.connect_patience;
  std::array<epoll_event, kConnectingAtOnce> events{};
  std::size_t opened = 0;
  while (established_ < connections_.size()) {
    const std::size_t allowed = may_be_open(clock_.now());
    while (opened < allowed && opened - established_ < kConnectingAtOnce) {
      if (const auto failure = open(static_cast<std::uint32_t>(opened))) {
        return environment_error(
            "{}", errno_message(fmt::format("cannot open connection {} of {} to {}:{}", opened + 1,
                                            connections_.size(), plan_.host, plan_.port),
                                *failure));
      }
      ++opened;
    }
    const int ready = ::epoll_wait(epoll_.fd(), events.data(), static_cast<int>(events.size()),
                                   opened < connections_.size() && plan_.connect_rate ? 1 : kConnectStepMs);
    for (int i = 0; i < ready; ++i)
      handle(events[static_cast<std::size_t>(i)].data.u32, events[static_cast<std::size_t>(i)].events);
    if (last_connect_error_ != 0) {
      return environment_error(
          "{}; is a server listening there?",
          errno_message(fmt::format("cannot connect to {}:{}", plan_.host, plan_.port), last_connect_error_));
    }
    if (clock_.now() > give_up) {
      return environment_error(
          "only {} of {} connections to {}:{} were established within {}: the server accepts too "
          "slowly or its backlog is full",
          established_, connections_.size(), plan_.host, plan_.port, human(plan_.connect_patience));
    }
  }
  return {};
}

/// All of them, or as many as the rate of connecting has come to; each worker takes its share of the rate.
std::size_t Worker::may_be_open(Instant now) const {
  if (!plan_.connect_rate) return connections_.size();
  const double share = plan_.connect_rate->value / static_cast<double>(seat_.of);
  const double due = 1 + share * to_seconds(now - connecting_since_);
  return static_cast<std::size_t>(std::min(due, static_cast<double>(connections_.size())));
}

std::optional<int> Worker::open(std::uint32_t index) {
  Connection& connection = connections_[index];
  auto socket = start_connecting(address_);
  if (!socket) return socket.error();
  connection.socket = std::move(*socket);
  epoll_event event{};
  event.events = kInterest;
  event.data.u32 = index;
  if (::epoll_ctl(epoll_.fd(), EPOLL_CTL_ADD, connection.socket.fd(), &event) != 0) return errno;
  connection.state = State::kConnecting;
  connection.sent = clock_.now();
  connecting_.push_newest(index);
  return std::nullopt;
}

void Worker::finish_connecting(std::uint32_t index) {
  Connection& connection = connections_[index];
  const int failure = connect_outcome(connection.socket.fd());
  const Instant now = tick();
  connecting_.remove(index);
  if (failure == 0) {
    recorder_.connected(now - connection.sent);
    if (plan_.stamp_one_in > 0) enable_kernel_stamps(connection.socket.fd());
    connection.state = State::kIdle;
    ++established_;
    if (shared_ == nullptr) return;
    ++new_connections_;
    if (!load_starts_) send(index, std::nullopt);
    if (load_starts_) release(index);
    return;
  }
  if (shared_ == nullptr) {
    connection.socket.close();
    connection.state = State::kClosed;
    last_connect_error_ = failure;
    return;
  }
  connecting_failed(index, failure, now);
}

void Worker::connecting_failed(std::uint32_t index, int errno_value, Instant now) {
  connections_[index].socket.close();
  connections_[index].state = State::kClosed;
  if (!schedule_) recorder_.connect_failed(now);  // in an open loop requests do not belong to a connection
  recorder_.explain(errno_message("reconnecting failed", errno_value));
  retry_later(index, now);
}

void Worker::give_up_connecting(Instant now) {
  while (const auto oldest = connecting_.oldest()) {
    if (connections_[*oldest].sent + plan_.connect_timeout > now) return;
    connecting_.remove(*oldest);
    connecting_failed(*oldest, ETIMEDOUT, now);
  }
}

void Worker::lose(std::uint32_t index) {
  if (dispatcher_) dispatcher_->lost(index);
  connections_[index].socket.close();  // closing also leaves the epoll set
  connections_[index].state = State::kClosed;
}

void Worker::reopen(std::uint32_t index, Instant now) {
  lose(index);
  if (!may_send(now)) return;
  if (const auto failure = open(index)) connecting_failed(index, *failure, now);
}

void Worker::retry_later(std::uint32_t index, Instant now) {
  Connection& connection = connections_[index];
  const int doublings = std::min<int>(connection.attempts, kMaxDoublings);
  if (connection.attempts < kMaxDoublings) ++connection.attempts;
  retries_.push_back({now + kFirstBackOff * (1 << doublings), index});
}

void Worker::reopen_due(Instant now) {
  for (std::size_t left = retries_.size(); left > 0; --left) {
    const Retry retry = retries_.front();
    retries_.pop_front();
    if (retry.due <= now) {
      reopen(retry.index, now);
    } else {
      retries_.push_back(retry);
    }
  }
}

}  // namespace harness::load
