#include "harness/stats/fairness.hpp"

namespace harness::stats {

std::optional<double> jain_index(std::span<const std::uint32_t> shares) {
  double sum = 0;
  double squares = 0;
  for (const std::uint32_t share : shares) {
    sum += share;
    squares += static_cast<double>(share) * share;
  }
  if (squares == 0) return std::nullopt;
  return sum * sum / (static_cast<double>(shares.size()) * squares);
}

}  // namespace harness::stats
