#pragma once
// The load second by second, so that a result can be looked at over another stretch of time than its window,
// and a change of level can be seen. An answer belongs to the interval in which it came. Intervals lie on a
// grid that begins where the window opens; those without an answer are not stored. Units: nanoseconds since
// the window opened. Threading: one Series per worker; merge() is pure. Cost: one comparison per answer, and
// per interval one pass over the histograms and some 2 KB.
#include <cstdint>
#include <vector>

#include "harness/base/clock.hpp"
#include "harness/load/packed_counts.hpp"
#include "harness/stats/histogram.hpp"

namespace harness::load {

/// A second; of a load of more than an hour, as many seconds as make at most 3,600 intervals: some 7 MB.
[[nodiscard]] Nanoseconds usual_interval(Nanoseconds load);

struct Interval {
  std::int64_t number = 0;   ///< on the grid, from 0
  std::uint64_t failed = 0;  ///< counted requests that ended badly in it
  PackedCounts service;      ///< of the ok ones
  PackedCounts response;     ///< of the ok ones; empty in a closed loop

  [[nodiscard]] std::uint64_t ok() const;
};

/// What has been recorded up to some moment; the intervals are its differences.
struct SoFar {
  const stats::Histogram& service;
  const stats::Histogram* response;  ///< null in a closed loop
  std::uint64_t failed;
};

class Series {
 public:
  Series(Instant opens, Nanoseconds length);

  [[nodiscard]] bool ends_before(Instant at) const { return at >= ends_; }
  /// Closes the interval before the first answer of a later one, at `at`, is recorded.
  void cut(Instant at, const SoFar& so_far);
  /// Closes the last one.
  void finish(const SoFar& so_far) { cut(ends_, so_far); }

  void merge(const Series& other);
  [[nodiscard]] Nanoseconds length() const { return length_; }
  [[nodiscard]] const std::vector<Interval>& intervals() const { return intervals_; }

 private:
  Instant opens_;
  Nanoseconds length_;
  Instant ends_;  ///< of the interval that is being filled
  stats::Histogram service_before_;
  stats::Histogram response_before_;
  std::uint64_t failed_before_ = 0;
  std::vector<Interval> intervals_;
};

/// As a histogram again: min and max are those of the buckets.
[[nodiscard]] stats::Histogram to_histogram(const PackedCounts& counts);

}  // namespace harness::load
