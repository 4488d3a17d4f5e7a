#include "harness/load/kernel_stamps.hpp"

#include <array>
#include <cstring>
#include <sys/socket.h>

#include <linux/errqueue.h>
#include <linux/net_tstamp.h>

namespace harness::load {
namespace {

Nanoseconds to_nanoseconds(const timespec& t) {
  return Nanoseconds(t.tv_sec * 1'000'000'000LL + t.tv_nsec);
}

Instant from_realtime(Nanoseconds stamp) {
  timespec realtime{};
  const Instant before = SteadyClock{}.now();
  ::clock_gettime(CLOCK_REALTIME, &realtime);
  const Instant after = SteadyClock{}.now();
  return before + (after - before) / 2 - (to_nanoseconds(realtime) - stamp);
}

std::optional<Instant> stamp_in(const msghdr& message) {
  for (const cmsghdr* part = CMSG_FIRSTHDR(&message); part != nullptr;
       part = CMSG_NXTHDR(const_cast<msghdr*>(&message), const_cast<cmsghdr*>(part))) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_TIMESTAMPING) continue;
    scm_timestamping stamps{};
    std::memcpy(&stamps, CMSG_DATA(part), sizeof stamps);
    const timespec software{stamps.ts[0].tv_sec, stamps.ts[0].tv_nsec};
    if (software.tv_sec != 0) return from_realtime(to_nanoseconds(software));
  }
  return std::nullopt;
}

}  // namespace

bool enable_kernel_stamps(int fd) {
  const int wanted = SOF_TIMESTAMPING_SOFTWARE | SOF_TIMESTAMPING_RX_SOFTWARE | SOF_TIMESTAMPING_OPT_TSONLY;
  return ::setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPING, &wanted, sizeof wanted) == 0;
}

ssize_t send_stamped(int fd, std::string_view bytes) {
  iovec part{const_cast<char*>(bytes.data()), bytes.size()};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(std::uint32_t))> control{};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  cmsghdr* request = CMSG_FIRSTHDR(&message);
  request->cmsg_level = SOL_SOCKET;
  request->cmsg_type = SO_TIMESTAMPING;
  request->cmsg_len = CMSG_LEN(sizeof(std::uint32_t));
  const std::uint32_t wanted = SOF_TIMESTAMPING_TX_SOFTWARE;
  std::memcpy(CMSG_DATA(request), &wanted, sizeof wanted);
  return ::sendmsg(fd, &message, MSG_NOSIGNAL);
}

ssize_t receive_stamped(int fd, std::span<char> buffer, std::optional<Instant>& arrived) {
  iovec part{buffer.data(), buffer.size()};
  alignas(cmsghdr) std::array<char, 256> control;
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  const ssize_t got = ::recvmsg(fd, &message, 0);
  if (got > 0) arrived = stamp_in(message);
  return got;
}

std::optional<Instant> take_departure(int fd) {
  std::optional<Instant> latest;
  for (;;) {
    alignas(cmsghdr) std::array<char, 256> control;
    msghdr message{};
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    if (::recvmsg(fd, &message, MSG_ERRQUEUE | MSG_DONTWAIT) < 0) return latest;
    if (const auto stamp = stamp_in(message)) latest = stamp;
  }
}

}  // namespace harness::load
