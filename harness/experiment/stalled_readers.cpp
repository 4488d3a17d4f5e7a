#include "harness/experiment/stalled_readers.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <string_view>

#include <fmt/format.h>
#include <poll.h>
#include <time.h>

#include "harness/base/clock.hpp"
#include "harness/experiment/fairness.hpp"

namespace harness::experiment {
namespace {

constexpr std::string_view kAsk =
    "GET /stream?c=512&b=65536&us=0 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: keep-alive\r\n\r\n";
/// Small, so that the kernel takes little of what nobody reads.
constexpr int kReceiveBuffer = 64 * 1024;
constexpr std::size_t kPortion = 32 * 1024;
constexpr Nanoseconds kBetweenPortions = milliseconds(125);
/// Of what a slow reader could have taken it must have found so much.
constexpr double kFoundEnough = 0.5;

/// A socket that does not wait for its peer, on which the answer has begun.
Result<load::Socket> ask(const load::Address& address, Nanoseconds patience) {
  load::Socket socket(::socket(address.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
  ::setsockopt(socket.fd(), SOL_SOCKET, SO_RCVBUF, &kReceiveBuffer, sizeof kReceiveBuffer);
  const auto* target = reinterpret_cast<const sockaddr*>(&address.storage);
  if (!socket.is_open() || ::connect(socket.fd(), target, address.length) != 0)
    return environment_error("{}", errno_message("a reader that stalls cannot connect", errno));
  if (::send(socket.fd(), kAsk.data(), kAsk.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(kAsk.size()))
    return environment_error("{}", errno_message("a reader that stalls cannot ask", errno));
  pollfd readable{socket.fd(), POLLIN, 0};
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(patience).count();
  if (::poll(&readable, 1, static_cast<int>(ms)) != 1)
    return environment_error("a reader that stalls got no answer within {}", human(patience));
  constexpr std::string_view kGood = "HTTP/1.1 200";
  std::array<char, kGood.size()> head{};
  const ssize_t got = ::recv(socket.fd(), head.data(), head.size(), MSG_PEEK | MSG_WAITALL);
  if (got != static_cast<ssize_t>(head.size()) || std::string_view(head.data(), head.size()) != kGood)
    return environment_error("a reader that stalls got another answer than 200");
  return socket;
}

}  // namespace

Result<std::unique_ptr<StalledReaders>> StalledReaders::open(std::uint16_t port, int count,
                                                             Nanoseconds patience) {
  const auto address = load::resolve("127.0.0.1", port);
  if (!address) return tl::unexpected(address.error());
  std::unique_ptr<StalledReaders> readers(new StalledReaders);
  for (int i = 0; i < count; ++i) {
    auto socket = ask(*address, patience);
    if (!socket) return tl::unexpected(socket.error());
    readers->sockets_.push_back(*std::move(socket));
  }
  readers->begin_reading();
  return readers;
}

StalledReaders::~StalledReaders() {
  end_reading();
}

void StalledReaders::begin_reading() {
  bytes_taken_.resize(sockets_.size() / 2);
  thread_ = std::thread([this] { read_slowly(); });
}

void StalledReaders::end_reading() {
  ending_ = true;
  if (thread_.joinable()) thread_.join();
}

void StalledReaders::read_slowly() {
  constexpr Nanoseconds kLook = milliseconds(5);
  std::array<char, kPortion> portion{};
  const SteadyClock clock;
  for (Instant due = clock.now(); !ending_; due = due + kBetweenPortions) {
    while (clock.now() < due && !ending_) {
      const timespec nap{0, kLook.count()};
      ::nanosleep(&nap, nullptr);
    }
    if (ending_) return;
    ++portions_due_;
    for (std::size_t i = 0; i < bytes_taken_.size(); ++i) {
      const ssize_t got = ::recv(sockets_[i].fd(), portion.data(), portion.size(), MSG_DONTWAIT);
      if (got > 0) bytes_taken_[i] += static_cast<std::uint64_t>(got);
    }
  }
}

std::string StalledReaders::what_is_wrong() const {
  const auto ended = std::ranges::count_if(sockets_, [](const load::Socket& socket) {
    pollfd hung_up{socket.fd(), POLLRDHUP, 0};
    return ::poll(&hung_up, 1, 0) != 0;
  });
  if (ended > 0) return fmt::format("the server ended {} of {} readers that stall", ended, sockets_.size());
  const double enough = kFoundEnough * static_cast<double>(portions_due_ * kPortion);
  const auto starved = std::ranges::count_if(
      bytes_taken_, [&](std::uint64_t bytes) { return static_cast<double>(bytes) < enough; });
  if (starved > 0)
    return fmt::format("{} of {} slow readers found less than half of the 256 KiB that they take a second",
                       starved, bytes_taken_.size());
  return {};
}

void StalledReaders::describe(results::SliceRow& row) {
  end_reading();
  const std::string wrong = what_is_wrong();
  if (!wrong.empty()) refuse(row, "STALLED_READERS", wrong);
}

}  // namespace harness::experiment
