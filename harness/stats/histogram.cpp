#include "harness/stats/histogram.hpp"

#include <cmath>

namespace harness::stats {

Histogram::Histogram() : counts_(bucket_of(kHighest) + 1) {}

void Histogram::clear() {
  std::fill(counts_.begin(), counts_.end(), 0);
  count_ = 0;
  clamped_ = 0;
  min_ = std::numeric_limits<std::int64_t>::max();
  max_ = std::numeric_limits<std::int64_t>::min();
  sum_ = 0;
}

void Histogram::merge(const Histogram& other) {
  for (std::size_t bucket = 0; bucket < counts_.size(); ++bucket) counts_[bucket] += other.counts_[bucket];
  count_ += other.count_;
  clamped_ += other.clamped_;
  min_ = std::min(min_, other.min_);
  max_ = std::max(max_, other.max_);
  sum_ += other.sum_;
}

void Histogram::add(std::uint32_t bucket, std::uint64_t count) {
  HARNESS_ASSERT(bucket < counts_.size());
  if (count == 0) return;
  counts_[bucket] += count;
  count_ += count;
  min_ = std::min(min_, bucket_low(bucket).count());
  // The top bucket ends above kHighest, but what is counted there without being clamped does not.
  max_ = std::max(max_, std::min(bucket_high(bucket), kHighest).count());
  sum_ += static_cast<WideNanoseconds>(count) * std::min(bucket_middle(bucket), kHighest).count();
}

std::vector<std::pair<std::uint32_t, std::uint64_t>> Histogram::since(const Histogram& earlier) const {
  std::vector<std::pair<std::uint32_t, std::uint64_t>> grown;
  for (std::size_t bucket = 0; bucket < counts_.size(); ++bucket) {
    HARNESS_ASSERT(counts_[bucket] >= earlier.counts_[bucket]);
    const std::uint64_t more = counts_[bucket] - earlier.counts_[bucket];
    if (more > 0) grown.emplace_back(static_cast<std::uint32_t>(bucket), more);
  }
  return grown;
}

std::optional<Nanoseconds> Histogram::min() const {
  if (count_ == 0) return std::nullopt;
  return Nanoseconds(min_);
}

std::optional<Nanoseconds> Histogram::max() const {
  if (count_ == 0) return std::nullopt;
  return Nanoseconds(max_);
}

std::optional<double> Histogram::mean_ns() const {
  if (count_ == 0) return std::nullopt;
  return static_cast<double>(sum_) / static_cast<double>(count_);
}

std::optional<Nanoseconds> Histogram::quantile(double q) const {
  HARNESS_ASSERT(q >= 0 && q <= 1);
  if (count_ == 0) return std::nullopt;
  if (q == 0) return min();
  // The nearest double to k/n may lie above it; one step down keeps ceil(q·n) at k, not k + 1.
  // Source: HdrHistogram (Java) AbstractHistogram.getValueAtPercentile, Math.nextAfter.
  const double rank = std::ceil(std::nextafter(q, 0.0) * static_cast<double>(count_));
  const std::uint64_t wanted = std::max<std::uint64_t>(1, static_cast<std::uint64_t>(rank));
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i + 1 < counts_.size(); ++i) {
    seen += counts_[i];
    if (seen >= wanted) return std::min(bucket_high(static_cast<std::uint32_t>(i)), Nanoseconds(max_));
  }
  // Only the top bucket is left, and it has no upper end of its own: clamped values are in it.
  return Nanoseconds(max_);
}

std::vector<std::pair<std::uint32_t, std::uint64_t>> Histogram::sparse() const {
  std::vector<std::pair<std::uint32_t, std::uint64_t>> filled;
  for (std::size_t bucket = 0; bucket < counts_.size(); ++bucket) {
    if (counts_[bucket] > 0) filled.emplace_back(static_cast<std::uint32_t>(bucket), counts_[bucket]);
  }
  return filled;
}

}  // namespace harness::stats
