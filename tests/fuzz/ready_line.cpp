// A line of any bytes on a server's stdout is none of its ready line, or names processes and a port there can
// be.
#include "harness/process/ready_line.hpp"

#include <algorithm>

#include "target.hpp"

#include "harness/base/error.hpp"

namespace harness::fuzz {
namespace {

void ready_line(std::string_view bytes) {
  const auto ready = process::parse_ready_line(bytes);
  if (!ready) return;
  HARNESS_ASSERT(!ready->port || (*ready->port > 0 && *ready->port <= 65'535));
  HARNESS_ASSERT(std::ranges::all_of(ready->pids, [](int pid) { return pid > 0; }));
}

const Target kReadyLine("ready_line", ready_line);

}  // namespace
}  // namespace harness::fuzz
