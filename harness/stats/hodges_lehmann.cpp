#include "harness/stats/hodges_lehmann.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <boost/math/distributions/normal.hpp>

#include "harness/stats/checked_input.hpp"
#include "harness/stats/multiplicity.hpp"

namespace harness::stats {
namespace {

std::size_t pairs_of(std::size_t n) {
  return n * (n + 1) / 2;
}

/// P(T⁺ = t) for t = 0 … n(n+1)/2, rank by rank. Multiples of 2⁻ⁿ, hence without rounding up to n = 52.
std::vector<double> exact_distribution(std::size_t n) {
  std::vector<double> probability(pairs_of(n) + 1, 0.0);
  probability[0] = 1;
  for (std::size_t rank = 1; rank <= n; ++rank) {
    for (std::size_t t = pairs_of(rank) + 1; t-- > 0;) {
      probability[t] = (probability[t] + (t >= rank ? probability[t - rank] : 0)) / 2;
    }
  }
  return probability;
}

/// P(T⁺ ≤ t) for t = 0, 1, … as far as it is asked for.
class SignedRank {
 public:
  explicit SignedRank(std::size_t n) : n_(n) {
    if (n <= kMostRankedExactly) exact_ = exact_distribution(n);
  }

  [[nodiscard]] double at_most(std::size_t t) const {
    if (t >= pairs_of(n_)) return 1;
    if (t == 0) return std::ldexp(1.0, -static_cast<int>(n_));
    if (exact_.empty()) return approximately_at_most(static_cast<double>(t));
    double sum = 0;
    for (std::size_t i = 0; i <= t; ++i) sum += exact_[i];
    return sum;
  }

  /// The largest t with 2·P(T⁺ ≤ t) ≤ alpha; P(T⁺ ≤ 0) must be small enough.
  [[nodiscard]] std::size_t last_outside(double alpha) const {
    std::size_t inside = pairs_of(n_);
    std::size_t outside = 0;
    while (inside - outside > 1) {
      const std::size_t middle = outside + (inside - outside) / 2;
      (2 * at_most(middle) <= alpha ? outside : inside) = middle;
    }
    return outside;
  }

 private:
  /// Mean n(n+1)/4, variance n(n+1)(2n+1)/24. Source: Hollander, Wolfe, Chicken 2014, §3.1.
  [[nodiscard]] double approximately_at_most(double t) const {
    const auto n = static_cast<double>(n_);
    const double deviation = std::sqrt(n * (n + 1) * (2 * n + 1) / 24);
    return boost::math::cdf(boost::math::normal(n * (n + 1) / 4, deviation), t + 0.5);
  }

  std::size_t n_;
  std::vector<double> exact_;
};

std::vector<double> sorted_pair_averages(std::span<const double> values) {
  std::vector<double> averages;
  averages.reserve(pairs_of(values.size()));
  for (std::size_t i = 0; i < values.size(); ++i) {
    for (std::size_t j = i; j < values.size(); ++j) averages.push_back(values[i] / 2 + values[j] / 2);
  }
  std::sort(averages.begin(), averages.end());
  return averages;
}

}  // namespace

double signed_rank_probability(std::size_t n, std::size_t at_most) {
  return SignedRank(n).at_most(at_most);
}

Result<PseudoMedian> hodges_lehmann(std::span<const double> values, double level) {
  if (const auto known = check_level(level); !known) return tl::unexpected(known.error());
  if (const auto finite = check_finite(values); !finite) return tl::unexpected(finite.error());
  const std::size_t n = values.size();
  const double alpha = 1 - level;
  if (!enough_blocks_to_reject(n, alpha)) {
    return usage_error("a signed-rank interval of level {} needs at least {} values, there are {}", level,
                       fewest_blocks_to_reject(alpha), n);
  }
  if (n > kMostRanked) return usage_error("{} values are more than the {} that are ranked", n, kMostRanked);
  const SignedRank ranks(n);
  const std::size_t outside = ranks.last_outside(alpha);
  const std::vector<double> averages = sorted_pair_averages(values);
  const std::size_t m = averages.size();
  PseudoMedian found;
  found.estimate = averages[(m - 1) / 2] / 2 + averages[m / 2] / 2;
  found.low = averages[outside];
  found.high = averages[m - 1 - outside];
  found.level = level;
  found.attained_level = 1 - 2 * ranks.at_most(outside);
  found.n = n;
  found.exact = n <= kMostRankedExactly;
  return found;
}

}  // namespace harness::stats
