#include "harness/process/ready_watch.hpp"

#include <array>
#include <iterator>
#include <sys/inotify.h>

#include <unistd.h>

namespace harness::process {

ReadyWatch::ReadyWatch(const std::filesystem::path& log)
    : inotify_(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK)), log_(log, std::ios::binary) {
  if (inotify_ < 0 || ::inotify_add_watch(inotify_, log.c_str(), IN_MODIFY) >= 0) return;
  ::close(inotify_);
  inotify_ = -1;
}

ReadyWatch::~ReadyWatch() {
  if (inotify_ >= 0) ::close(inotify_);
}

std::optional<ReadyLine> ReadyWatch::look() {
  std::array<char, 4096> events{};
  while (inotify_ >= 0 && ::read(inotify_, events.data(), events.size()) > 0) {
  }
  log_.clear();  // forget that we were at the end of the file: it grows
  unfinished_line_.append(std::istreambuf_iterator<char>(log_), std::istreambuf_iterator<char>());
  for (auto end = unfinished_line_.find('\n'); end != std::string::npos; end = unfinished_line_.find('\n')) {
    auto ready = parse_ready_line(std::string_view(unfinished_line_).substr(0, end));
    unfinished_line_.erase(0, end + 1);
    if (ready) return ready;
  }
  return std::nullopt;
}

}  // namespace harness::process
