#include "harness/cli/load_hdr.hpp"

#include "harness/stats/hdr_log.hpp"
#include "harness/stats/hgrm.hpp"

namespace harness::cli {
namespace {

/// The log dates intervals by the wall clock, the load by the monotonic one.
Nanoseconds epoch_of(Instant instant) {
  timespec wall{};
  ::clock_gettime(CLOCK_REALTIME, &wall);
  return Nanoseconds(wall.tv_sec * 1'000'000'000LL + wall.tv_nsec) - (SteadyClock{}.now() - instant);
}

}  // namespace

Result<std::string> load_hdr_log(const std::string& url, const load::LoadResult& result) {
  if (!result.series) return usage_error("the HDR log needs a series; leave --interval away or above 0");
  std::vector<stats::HdrInterval> lines;
  for (const load::Interval& interval : result.series->intervals()) {
    const Nanoseconds length = result.series->length();
    const Nanoseconds start = interval.number * length;
    if (result.open_loop) lines.push_back({"response", start, length, load::to_histogram(interval.response)});
    lines.push_back({result.open_loop ? "service" : "", start, length, load::to_histogram(interval.service)});
  }
  return stats::to_hdr_log({{"harness load " + url}, epoch_of(result.window_opened)}, lines);
}

std::string load_hgrm(const load::LoadResult& result) {
  return stats::to_hgrm(result.open_loop ? result.open_loop->response : result.service);
}

}  // namespace harness::cli
