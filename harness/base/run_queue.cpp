#include "harness/base/run_queue.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <fcntl.h>
#include <unistd.h>

namespace harness {

RunQueueDelay::RunQueueDelay() : fd_(::open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC)) {}

RunQueueDelay::~RunQueueDelay() {
  if (fd_ >= 0) ::close(fd_);
}

/// The line is "on-cpu-ns run-queue-delay-ns timeslices".
std::optional<Nanoseconds> RunQueueDelay::read() const {
  std::array<char, 128> text{};
  const ssize_t got = fd_ < 0 ? -1 : ::pread(fd_, text.data(), text.size(), 0);
  if (got <= 0) return std::nullopt;
  const char* const end = text.data() + got;
  const char* const second = std::find<const char*>(text.data(), end, ' ');
  std::int64_t ns = 0;
  if (second == end || std::from_chars(second + 1, end, ns).ec != std::errc{}) return std::nullopt;
  return Nanoseconds(ns);
}

}  // namespace harness
