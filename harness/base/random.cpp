#include "harness/base/random.hpp"

namespace harness {

std::uint64_t Random::below(std::uint64_t bound) {
  __extension__ using Wide = unsigned __int128;
  Wide product = static_cast<Wide>(next()) * bound;
  if (static_cast<std::uint64_t>(product) < bound) {
    const std::uint64_t threshold = (0 - bound) % bound;
    while (static_cast<std::uint64_t>(product) < threshold) product = static_cast<Wide>(next()) * bound;
  }
  return static_cast<std::uint64_t>(product >> 64);
}

Random random_stream(std::uint64_t seed, std::initializer_list<std::uint64_t> purpose) {
  std::uint64_t mixed = Random(seed).next();
  for (const std::uint64_t part : purpose) mixed = Random(mixed ^ (part + 0x9e3779b97f4a7c15ULL)).next();
  return Random(mixed);
}

}  // namespace harness
