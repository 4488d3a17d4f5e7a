#include "harness/stats/sign_flip.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <numeric>
#include <vector>

#include "harness/base/random.hpp"
#include "harness/stats/checked_input.hpp"

namespace harness::stats {
namespace {

using Integers = std::vector<std::int64_t>;

constexpr int kSumBits = 60;  ///< Σ|value| is scaled to between 2⁶⁰ and 2⁶¹
/// Sums this close are equal: 2⁻⁴⁸ of Σ|value|, a few roundings of the doubles that came in. Counting them as
/// ties can only make p larger.
constexpr std::int64_t kTie = std::int64_t{1} << (kSumBits - 48);

/// Distances from `mean` as integers, so that sums do not depend on the order and a million updates of one
/// sum lose nothing. Empty when they are too large for a double.
Integers scaled_distances(std::span<const double> values, double mean) {
  double total = 0;
  for (const double value : values) total += std::fabs(value - mean);
  if (!std::isfinite(total)) return {};
  const int shift = total > 0 ? kSumBits - std::ilogb(total) : 0;
  Integers distances;
  distances.reserve(values.size());
  for (const double value : values) distances.push_back(std::llround(std::ldexp(value - mean, shift)));
  return distances;
}

/// Of the patterns in which the last value keeps its sign; the other half are their mirror images. Each
/// differs from the one before in a single sign. Source: Gray 1953, US patent 2,632,058.
std::uint64_t count_extreme(Integers distances, std::int64_t least, std::uint64_t patterns) {
  std::int64_t sum = std::accumulate(distances.begin(), distances.end(), std::int64_t{0});
  std::uint64_t extreme = 1;  // the observed signs
  for (std::uint64_t pattern = 1; pattern < patterns; ++pattern) {
    std::int64_t& flipped = distances[static_cast<std::size_t>(std::countr_zero(pattern))];
    flipped = -flipped;
    sum += 2 * flipped;
    extreme += std::abs(sum) >= least ? 1U : 0U;
  }
  return extreme;
}

std::uint64_t count_extreme_draws(const Integers& distances, std::int64_t least, const SignDraws& draws) {
  Random random(draws.seed);
  std::uint64_t extreme = 0;
  for (std::uint64_t draw = 0; draw < draws.patterns; ++draw) {
    std::int64_t sum = 0;
    std::uint64_t signs = 0;
    for (std::size_t i = 0; i < distances.size(); ++i, signs >>= 1) {
      if (i % 64 == 0) signs = random.next();
      sum += (signs & 1U) != 0 ? distances[i] : -distances[i];
    }
    extreme += std::abs(sum) >= least ? 1U : 0U;
  }
  return extreme;
}

}  // namespace

Result<SignFlip> sign_flip_test(std::span<const double> values, double mean, const SignDraws& draws) {
  if (values.empty()) return usage_error("a sign-flip test needs at least 1 value, there are 0");
  if (const auto finite = check_finite(values); !finite) return tl::unexpected(finite.error());
  if (!std::isfinite(mean)) return usage_error("the mean to test for is {}", mean);
  if (draws.patterns == 0) return usage_error("0 sign patterns to draw, at least 1 is needed");
  const Integers distances = scaled_distances(values, mean);
  if (distances.empty())
    return usage_error("the {} values are too large for double arithmetic", values.size());
  const std::int64_t observed = std::accumulate(distances.begin(), distances.end(), std::int64_t{0});
  const std::int64_t least = std::abs(observed) - kTie;
  if (values.size() <= kMostFlippedExactly) {
    const std::uint64_t half = std::uint64_t{1} << (values.size() - 1);
    const std::uint64_t extreme = count_extreme(distances, least, half);
    return SignFlip{static_cast<double>(extreme) / static_cast<double>(half), true, 2 * half};
  }
  const std::uint64_t extreme = count_extreme_draws(distances, least, draws);
  const double p = (static_cast<double>(extreme) + 1) / (static_cast<double>(draws.patterns) + 1);
  return SignFlip{p, false, draws.patterns};
}

double smallest_attainable_p(std::size_t n) {
  if (n == 0) return 1;
  return std::ldexp(1.0, 1 - static_cast<int>(std::min<std::size_t>(n, 1'000)));
}

}  // namespace harness::stats
