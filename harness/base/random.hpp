#pragma once
// Seeded randomness: the same seed gives the same plan on every machine and compiler. Not for secrets.
// Threading: one Random per thread. No std::distribution: their output differs between libraries.
#include <cstdint>
#include <initializer_list>
#include <span>
#include <utility>

namespace harness {

/// SplitMix64. Source: Steele, Lea, Flood 2014, "Fast splittable pseudorandom number generators".
class Random {
 public:
  explicit constexpr Random(std::uint64_t seed) : state_(seed) {}

  constexpr std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }

  /// Uniform in [0, bound); bound > 0. Source: Lemire 2019, multiply-shift with rejection (no modulo bias).
  std::uint64_t below(std::uint64_t bound);

  /// Uniform in [0, 1) with 53 bits.
  double unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

 private:
  std::uint64_t state_;
};

/// An independent stream for one purpose, e.g. stream(seed, {kOrder, block}); equal inputs, equal stream.
[[nodiscard]] Random random_stream(std::uint64_t seed, std::initializer_list<std::uint64_t> purpose);

/// Fisher-Yates in place.
template <typename T>
void shuffle(std::span<T> items, Random& random) {
  for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[random.below(i)]);
}

}  // namespace harness
