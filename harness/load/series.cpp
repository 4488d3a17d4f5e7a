#include "harness/load/series.hpp"

#include <algorithm>

namespace harness::load {
namespace {

constexpr std::int64_t kMostIntervals = 3600;

PackedCounts sum(const PackedCounts& packed_a, const PackedCounts& packed_b) {
  const Counts a = packed_a.unpacked();
  const Counts b = packed_b.unpacked();
  Counts all;
  all.reserve(a.size() + b.size());
  auto from_b = b.begin();
  for (const auto& [bucket, count] : a) {
    for (; from_b != b.end() && from_b->first < bucket; ++from_b) all.push_back(*from_b);
    const bool in_both = from_b != b.end() && from_b->first == bucket;
    all.emplace_back(bucket, in_both ? count + (from_b++)->second : count);
  }
  all.insert(all.end(), from_b, b.end());
  return PackedCounts(all);
}

}  // namespace

Nanoseconds usual_interval(Nanoseconds load) {
  return seconds(
      std::max<std::int64_t>(1, (load + seconds(kMostIntervals) - Nanoseconds(1)) / seconds(kMostIntervals)));
}

std::uint64_t Interval::ok() const {
  std::uint64_t all = 0;
  for (const auto& [bucket, count] : service.unpacked()) all += count;
  return all;
}

Series::Series(Instant opens, Nanoseconds length) : opens_(opens), length_(length), ends_(opens + length) {}

void Series::cut(Instant at, const SoFar& so_far) {
  Interval closed;
  closed.number = (ends_ - opens_) / length_ - 1;
  closed.service = PackedCounts(so_far.service.since(service_before_));
  closed.failed = so_far.failed - failed_before_;
  if (so_far.response != nullptr) {
    closed.response = PackedCounts(so_far.response->since(response_before_));
    response_before_ = *so_far.response;
  }
  service_before_ = so_far.service;
  failed_before_ = so_far.failed;
  if (closed.failed > 0 || !closed.service.empty()) intervals_.push_back(std::move(closed));
  ends_ = opens_ + length_ * ((at - opens_) / length_ + 1);
}

void Series::merge(const Series& other) {
  std::vector<Interval> all;
  auto theirs = other.intervals_.begin();
  const auto end = other.intervals_.end();
  for (Interval& mine : intervals_) {
    for (; theirs != end && theirs->number < mine.number; ++theirs) all.push_back(*theirs);
    if (theirs != end && theirs->number == mine.number) {
      mine.failed += theirs->failed;
      mine.service = sum(mine.service, theirs->service);
      mine.response = sum(mine.response, theirs->response);
      ++theirs;
    }
    all.push_back(std::move(mine));
  }
  all.insert(all.end(), theirs, end);
  intervals_ = std::move(all);
}

stats::Histogram to_histogram(const PackedCounts& counts) {
  stats::Histogram histogram;
  for (const auto& [bucket, count] : counts.unpacked()) histogram.add(bucket, count);
  return histogram;
}

}  // namespace harness::load
