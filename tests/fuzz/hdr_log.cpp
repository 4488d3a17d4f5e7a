// What the reader of interval logs accepts, the writer writes, and it reads back the same.
#include "harness/stats/hdr_log.hpp"

#include "target.hpp"

namespace harness::fuzz {
namespace {

using stats::HdrInterval;
using stats::HdrLogReader;

/// The log has three decimals of a second.
bool about_equal(Nanoseconds a, Nanoseconds b) {
  return std::chrono::abs(a - b) <= microseconds(501);
}

void check_comes_back(const HdrInterval& interval, std::optional<Nanoseconds> base_time) {
  const auto written = stats::to_hdr_log({.comments = {}, .base_time = base_time}, {&interval, 1});
  HARNESS_ASSERT(written);
  HdrLogReader reader(*written);
  const auto back = reader.next();
  HARNESS_ASSERT(back && *back);
  HARNESS_ASSERT((*back)->tag == interval.tag);
  HARNESS_ASSERT(about_equal((*back)->start, interval.start));
  HARNESS_ASSERT(about_equal((*back)->length, interval.length));
  HARNESS_ASSERT((*back)->histogram == interval.histogram);
  HARNESS_ASSERT(reader.base_time().has_value() == base_time.has_value());
  HARNESS_ASSERT(!base_time || about_equal(*reader.base_time(), *base_time));
  const auto end = reader.next();
  HARNESS_ASSERT(end && !*end);
}

void hdr_log(std::string_view bytes) {
  HdrLogReader reader(bytes);
  for (;;) {
    const auto interval = reader.next();
    if (!interval) continue;  // the line after a bad one can still be read
    if (!*interval) return;
    check_comes_back(**interval, reader.base_time());
  }
}

const Target kHdrLog("hdr_log", hdr_log);

}  // namespace
}  // namespace harness::fuzz
