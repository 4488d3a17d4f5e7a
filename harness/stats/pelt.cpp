#include "harness/stats/pelt.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "harness/stats/checked_input.hpp"

namespace harness::stats {
namespace {

constexpr double kVarianceFloor = 1e-6;  ///< of the variance of the whole series
constexpr auto kNever = std::numeric_limits<std::size_t>::max();

/// The series with mean 0 and variance 1, as running sums: the cost of any segment in constant time.
class SegmentCosts {
 public:
  explicit SegmentCosts(std::span<const double> values) {
    const auto n = static_cast<double>(values.size());
    double mean = 0;
    for (const double value : values) mean += value / n;
    double variance = 0;
    for (const double value : values) variance += (value - mean) * (value - mean) / n;
    varies_ = std::isfinite(variance) && variance > 0;
    if (!varies_) return;
    log_variance_ = std::log(variance);
    const double deviation = std::sqrt(variance);
    for (const double value : values) {
      const double standard = (value - mean) / deviation;
      sums_.push_back(sums_.back() + standard);
      squares_.push_back(squares_.back() + standard * standard);
    }
  }

  [[nodiscard]] bool varies() const { return varies_; }

  /// Of the values begin … end − 1.
  [[nodiscard]] double of(std::size_t begin, std::size_t end) const {
    const auto m = static_cast<double>(end - begin);
    const double mean = (sums_[end] - sums_[begin]) / m;
    const double variance = std::max(0.0, (squares_[end] - squares_[begin]) / m - mean * mean);
    const double v = std::max(variance, kVarianceFloor);
    return m * (log_variance_ + std::log(v) + variance / v);
  }

 private:
  std::vector<double> sums_{0};
  std::vector<double> squares_{0};
  double log_variance_ = 0;
  bool varies_ = false;
};

struct Candidate {
  std::size_t start = 0;            ///< of the last segment
  std::size_t useless_at = kNever;  ///< from this end on, another start is at least as good
};

double trimmed_square_distance(std::span<const double> values, std::size_t lag) {
  std::vector<double> squares;
  squares.reserve(values.size());
  for (std::size_t i = lag; i < values.size(); ++i) {
    const double distance = values[i] - values[i - lag];
    squares.push_back(distance * distance);
  }
  std::sort(squares.begin(), squares.end());
  squares.resize(std::max<std::size_t>(1, squares.size() * 9 / 10));
  double sum = 0;
  for (const double square : squares) sum += square;
  return sum / static_cast<double>(squares.size());
}

}  // namespace

Result<Segmentation> pelt(std::span<const double> values, double penalty, std::size_t shortest_segment) {
  const std::size_t n = values.size();
  if (shortest_segment < 2)
    return usage_error("shortest segment {} has no variance: use 2 or more", shortest_segment);
  if (!(penalty >= 0 && std::isfinite(penalty))) return usage_error("penalty {} must be 0 or more", penalty);
  if (n < shortest_segment)
    return usage_error("a segment needs {} values, there are {}", shortest_segment, n);
  if (auto finite = check_finite(values); !finite) return tl::unexpected(finite.error());
  const SegmentCosts cost(values);
  if (!cost.varies()) {
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    if (*low == *high)
      return Segmentation{};  // one segment; its cost is that of no spread, and has no number
    return usage_error("the spread of values between {} and {} leaves double arithmetic", *low, *high);
  }

  std::vector<double> best(n + 1, 0.0);  // of the first `end` values; each change counted with its segment
  best[0] = -penalty;
  std::vector<std::size_t> last_start(n + 1, 0);
  std::vector<Candidate> candidates{{0, kNever}};
  for (std::size_t end = shortest_segment; end <= n; ++end) {
    if (end >= 2 * shortest_segment) candidates.push_back({end - shortest_segment, kNever});
    std::erase_if(candidates, [&](const Candidate& c) { return c.useless_at <= end; });
    best[end] = std::numeric_limits<double>::infinity();
    for (const Candidate& c : candidates) {
      const double total = best[c.start] + cost.of(c.start, end) + penalty;
      if (total >= best[end]) continue;
      best[end] = total;
      last_start[end] = c.start;
    }
    for (Candidate& c : candidates) {
      // A later end can then be reached at least as well through a change here, once that segment is long
      // enough.
      if (c.useless_at == kNever && best[c.start] + cost.of(c.start, end) >= best[end]) {
        c.useless_at = end + shortest_segment;
      }
    }
  }
  Segmentation division;
  division.cost = best[n];
  for (std::size_t start = last_start[n]; start > 0; start = last_start[start])
    division.changes.push_back(start);
  std::reverse(division.changes.begin(), division.changes.end());
  return division;
}

Result<double> neighbour_correlation(std::span<const double> values) {
  if (values.size() < 3)
    return usage_error("a correlation of neighbours needs 3 values, there are {}", values.size());
  if (auto finite = check_finite(values); !finite) return tl::unexpected(finite.error());
  const double next = trimmed_square_distance(values, 1);
  const double second_next = trimmed_square_distance(values, 2);
  if (!(next > 0)) return 0.0;
  const double ratio = second_next / next;
  if (!std::isfinite(ratio)) return kMostCorrelation;  // the larger: fewer changes
  return std::clamp(ratio - 1, 0.0, kMostCorrelation);
}

Result<double> change_penalty(std::span<const double> values) {
  const auto correlation = neighbour_correlation(values);
  if (!correlation) return tl::unexpected(correlation.error());
  return kPenaltyPerLog * std::log(static_cast<double>(values.size())) * (1 + *correlation) /
         (1 - *correlation);
}

}  // namespace harness::stats
