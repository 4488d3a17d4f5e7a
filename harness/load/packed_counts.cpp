#include "harness/load/packed_counts.hpp"

namespace harness::load {
namespace {

constexpr unsigned kBits = 7;
constexpr std::uint8_t kMore = 0x80;

std::uint64_t take(std::span<const std::uint8_t>& bytes) {
  std::uint64_t number = 0;
  for (unsigned shift = 0;; shift += kBits) {
    const std::uint8_t byte = bytes.front();
    bytes = bytes.subspan(1);
    number |= static_cast<std::uint64_t>(byte & ~kMore) << shift;
    if ((byte & kMore) == 0) return number;
  }
}

}  // namespace

PackedCounts::PackedCounts(const Counts& counts) {
  std::uint32_t next = 0;
  for (const auto& [bucket, count] : counts) {
    if (bucket > next) {
      put(0);
      put(bucket - next);
    }
    put(count);
    next = bucket + 1;
  }
  bytes_.shrink_to_fit();
}

Counts PackedCounts::unpacked() const {
  Counts counts;
  std::span<const std::uint8_t> rest = bytes_;
  for (std::uint32_t bucket = 0; !rest.empty();) {
    if (const std::uint64_t number = take(rest); number > 0) {
      counts.emplace_back(bucket++, number);
    } else {
      bucket += static_cast<std::uint32_t>(take(rest));
    }
  }
  return counts;
}

void PackedCounts::put(std::uint64_t number) {
  for (; number >= kMore; number >>= kBits) bytes_.push_back(static_cast<std::uint8_t>(number | kMore));
  bytes_.push_back(static_cast<std::uint8_t>(number));
}

}  // namespace harness::load
