#pragma once
// Log-linear histogram of durations, 3 significant digits from 1 ns to 60 s. Not a sample store: values that
// share a bucket are at most 0.1 % apart and cannot be told apart again; min, max and mean stay exact.
// Source: HdrHistogram (Tene), index layout for lowest = 1, 2048 sub-buckets: our bucket numbers are its
// counts-array indices. https://github.com/HdrHistogram/HdrHistogram_c/blob/main/src/hdr_histogram.c
// Threading: one recorder thread each; merge() afterwards. Memory: 214 KiB, allocated by the constructor.
// Errors: only histogram_from_text() can fail (kEnvironment, naming the part that is wrong).
#include <algorithm>
#include <bit>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/base/duration.hpp"
#include "harness/base/error.hpp"

namespace harness::stats {

__extension__ using WideNanoseconds = __int128;  ///< a sum of durations cannot overflow it

class Histogram {
 public:
  static constexpr Nanoseconds kHighest{60'000'000'000};
  static constexpr unsigned kSubBucketBits = 11;

  Histogram();

  /// Zero and negative durations count in bucket 0, durations above kHighest in the top bucket.
  void record(Nanoseconds value) {
    const std::int64_t ns = value.count();
    min_ = std::min(min_, ns);
    max_ = std::max(max_, ns);
    sum_ += ns;
    ++count_;
    clamped_ += ns > kHighest.count() ? 1U : 0U;
    ++counts_[bucket_of(value)];
  }

  void clear();
  void merge(const Histogram& other);  ///< as if every value of `other` had been recorded here

  /// For formats that keep only the counts of buckets: as if `count` values had been the middle of `bucket`,
  /// but min() and max() take its ends; none of these above kHighest. A bucket that is not there is a bug.
  void add(std::uint32_t bucket, std::uint64_t count);

  /// What was recorded here since `earlier`, a former state of this histogram, was copied: the counts of
  /// buckets, ascending. A bucket that has shrunk is a bug.
  [[nodiscard]] std::vector<std::pair<std::uint32_t, std::uint64_t>> since(const Histogram& earlier) const;

  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] std::uint64_t clamped() const { return clamped_; }  ///< how many were above kHighest
  [[nodiscard]] std::optional<Nanoseconds> min() const;             ///< exact, may be negative
  [[nodiscard]] std::optional<Nanoseconds> max() const;             ///< exact, also above kHighest
  [[nodiscard]] std::optional<double> mean_ns() const;              ///< from the exact sum

  /// Smallest bucket value v such that at least ceil(q·n) recorded values are ≤ v: the highest value of its
  /// bucket, but never more than max(), as HdrHistogram reports it. q = 0 is min(). When values were clamped
  /// the top bucket reaches up to max(). q outside [0, 1] is a bug.
  [[nodiscard]] std::optional<Nanoseconds> quantile(double q) const;

  /// (bucket, count) of the buckets that are not empty, ascending.
  [[nodiscard]] std::vector<std::pair<std::uint32_t, std::uint64_t>> sparse() const;

  friend bool operator==(const Histogram&, const Histogram&) = default;

  /// Values below 2048 have a bucket each; above, each power of two is split into 1024 equal buckets.
  [[nodiscard]] static constexpr std::uint32_t bucket_of(Nanoseconds value) {
    const auto ns = static_cast<std::uint64_t>(std::clamp<std::int64_t>(value.count(), 0, kHighest.count()));
    const auto shift = static_cast<unsigned>(std::bit_width(ns | kSubBucketMask)) - kSubBucketBits;
    return static_cast<std::uint32_t>((shift << (kSubBucketBits - 1)) + (ns >> shift));
  }
  [[nodiscard]] static constexpr Nanoseconds bucket_low(std::uint32_t bucket) {
    const unsigned shift = shift_of(bucket);
    const std::uint64_t sub_bucket = bucket - (shift << (kSubBucketBits - 1));
    return Nanoseconds(static_cast<std::int64_t>(sub_bucket << shift));
  }
  [[nodiscard]] static constexpr Nanoseconds bucket_high(std::uint32_t bucket) {
    return bucket_low(bucket) + Nanoseconds((std::int64_t{1} << shift_of(bucket)) - 1);
  }
  /// Source: HdrHistogram (Java) AbstractHistogram.medianEquivalentValue.
  [[nodiscard]] static constexpr Nanoseconds bucket_middle(std::uint32_t bucket) {
    return bucket_low(bucket) + Nanoseconds((std::int64_t{1} << shift_of(bucket)) >> 1);
  }

 private:
  friend std::string to_text(const Histogram&);
  friend Result<Histogram> histogram_from_text(std::string_view);

  static constexpr std::uint64_t kSubBucketMask = (1U << kSubBucketBits) - 1;
  static constexpr unsigned shift_of(std::uint32_t bucket) {
    const std::uint32_t half_buckets = bucket >> (kSubBucketBits - 1);
    return half_buckets == 0 ? 0 : half_buckets - 1;
  }

  std::vector<std::uint64_t> counts_;
  std::uint64_t count_ = 0;
  std::uint64_t clamped_ = 0;
  std::int64_t min_ = std::numeric_limits<std::int64_t>::max();
  std::int64_t max_ = std::numeric_limits<std::int64_t>::min();
  WideNanoseconds sum_ = 0;
};

/// One line without its newline, lossless: "h1 min=… max=… sum=… clamped=… 123:4 124:7". min and max are
/// empty when nothing was recorded. Times in ns.
[[nodiscard]] std::string to_text(const Histogram& histogram);

/// Errors: kEnvironment; refuses other versions and parts that contradict each other.
[[nodiscard]] Result<Histogram> histogram_from_text(std::string_view text);

}  // namespace harness::stats
