#include "harness/stats/multiplicity.hpp"

#include <algorithm>
#include <numeric>

#include "harness/stats/sign_flip.hpp"

namespace harness::stats {
namespace {

Result<void> check_p(std::span<const double> p) {
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (!(p[i] >= 0 && p[i] <= 1))
      return usage_error("p-value {} of {} is {}, not in [0, 1]", i, p.size(), p[i]);
  }
  return {};
}

/// Indices of `p`, smallest p first.
std::vector<std::size_t> ascending(std::span<const double> p) {
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
  return order;
}

}  // namespace

Result<std::vector<double>> holm_adjusted(std::span<const double> p) {
  if (const auto valid = check_p(p); !valid) return tl::unexpected(valid.error());
  std::vector<double> adjusted(p.size());
  double largest = 0;
  std::size_t left = p.size();
  for (const std::size_t i : ascending(p)) {
    largest = std::max(largest, std::min(1.0, static_cast<double>(left--) * p[i]));
    adjusted[i] = largest;
  }
  return adjusted;
}

Result<std::vector<double>> holm_levels(std::span<const double> p, double alpha) {
  if (const auto valid = check_p(p); !valid) return tl::unexpected(valid.error());
  std::vector<double> levels(p.size());
  std::size_t left = p.size();
  for (const std::size_t i : ascending(p)) {
    levels[i] = alpha / static_cast<double>(left);
    if (p[i] <= levels[i]) --left;
  }
  return levels;
}

Result<std::vector<double>> benjamini_hochberg_adjusted(std::span<const double> p) {
  if (const auto valid = check_p(p); !valid) return tl::unexpected(valid.error());
  std::vector<double> adjusted(p.size());
  const std::vector<std::size_t> order = ascending(p);
  double smallest = 1;
  for (std::size_t rank = order.size(); rank > 0; --rank) {
    const std::size_t i = order[rank - 1];
    smallest = std::min(smallest, static_cast<double>(p.size()) * p[i] / static_cast<double>(rank));
    adjusted[i] = smallest;
  }
  return adjusted;
}

Result<double> alpha_per_look(double alpha, std::size_t planned_looks) {
  if (!(alpha > 0 && alpha < 1)) return usage_error("alpha {} must be between 0 and 1, such as 0.05", alpha);
  if (planned_looks == 0) return usage_error("0 looks are planned, at least 1 is needed");
  return alpha / static_cast<double>(planned_looks);
}

Result<double> sequential_p(std::span<const double> p_at_looks, std::size_t planned_looks) {
  if (p_at_looks.empty()) return usage_error("no look was taken, so there is no p-value");
  if (p_at_looks.size() > planned_looks) {
    return usage_error("{} looks were taken and {} planned; looks that were not planned cannot be judged",
                       p_at_looks.size(), planned_looks);
  }
  if (const auto valid = check_p(p_at_looks); !valid) return tl::unexpected(valid.error());
  const double smallest = *std::min_element(p_at_looks.begin(), p_at_looks.end());
  return std::min(1.0, static_cast<double>(planned_looks) * smallest);
}

bool enough_blocks_to_reject(std::size_t n, double alpha) {
  return smallest_attainable_p(n) <= alpha;
}

std::size_t fewest_blocks_to_reject(double alpha) {
  HARNESS_ASSERT(alpha >= smallest_attainable_p(1'000) && alpha <= 1);
  std::size_t n = 1;
  while (!enough_blocks_to_reject(n, alpha)) ++n;
  return n;
}

}  // namespace harness::stats
