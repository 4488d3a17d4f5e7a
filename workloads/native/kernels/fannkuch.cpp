#include "workloads/native/kernels/fannkuch.hpp"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace harness::kernels::fannkuch {
namespace {

using Permutation = std::vector<int>;

int count_flips(const Permutation& permutation) {
  Permutation deck = permutation;
  int top = deck[0];
  int flips = 0;
  while (top != 0) {
    const auto at = static_cast<std::size_t>(top);
    top = std::exchange(deck[at], top);
    for (std::size_t low = 1, high = at - 1; low < high; ++low, --high) std::swap(deck[low], deck[high]);
    ++flips;
  }
  return flips;
}

/// Every second permutation swaps the first two; the others follow from the counters. False after the last
/// one.
bool advance(Permutation& permutation, std::vector<int>& counters, int sign) {
  if (sign == 1) {
    std::swap(permutation[0], permutation[1]);
    return true;
  }
  std::swap(permutation[1], permutation[2]);
  for (std::size_t i = 2; i < permutation.size(); ++i) {
    if (counters[i] != 0) {
      --counters[i];
      return true;
    }
    if (i == permutation.size() - 1) break;
    counters[i] = static_cast<int>(i);
    const int moved = permutation[0];
    for (std::size_t j = 0; j <= i; ++j) permutation[j] = permutation[j + 1];
    permutation[i + 1] = moved;
  }
  return false;
}

}  // namespace

Flips run(int n) {
  Permutation permutation(static_cast<std::size_t>(n));
  std::iota(permutation.begin(), permutation.end(), 0);
  std::vector<int> counters = permutation;
  Flips total;
  for (int sign = 1;; sign = -sign) {
    const int flips = count_flips(permutation);
    total.checksum += sign * flips;
    total.most = std::max(total.most, flips);
    if (!advance(permutation, counters, sign)) return total;
  }
}

std::string line(const Flips& flips) {
  return fmt::format("{} {}", flips.checksum, flips.most);
}

}  // namespace harness::kernels::fannkuch
