#pragma once
// The counts of one interval of a series, small enough to keep one for every second of a long load: a byte or
// two for a bucket where a pair takes 16. 1,500 buckets, usual at 90,000 answers a second, are 2 KB instead
// of 24. Not a file format: never leaves the process. Pure values. Units: buckets of stats::Histogram.
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace harness::load {

using Counts = std::vector<std::pair<std::uint32_t, std::uint64_t>>;  ///< (bucket, count), ascending, no 0

class PackedCounts {
 public:
  PackedCounts() = default;
  explicit PackedCounts(const Counts& counts);

  [[nodiscard]] Counts unpacked() const;
  [[nodiscard]] bool empty() const { return bytes_.empty(); }
  [[nodiscard]] std::size_t size_in_bytes() const { return bytes_.size(); }

 private:
  void put(std::uint64_t number);

  /// LEB128 numbers: the counts of buckets that follow each other; 0 and a number leave so many buckets out.
  /// Source of the idea: HdrHistogram's V2 encoding, which writes the gap as a negative count.
  std::vector<std::uint8_t> bytes_;
};

}  // namespace harness::load
