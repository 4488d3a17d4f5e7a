#include "harness/stats/level_change.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "harness/base/error.hpp"

namespace harness::stats {
namespace {

constexpr std::size_t kShortest = 6;
constexpr double kRounding = 1e-18;  ///< variance of logarithms below this is none

double mean_of(std::span<const double> values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

}  // namespace

std::optional<LevelChange> best_level_change(std::span<const double> levels) {
  if (levels.size() < kShortest) return std::nullopt;
  std::vector<double> logs;
  for (const double level : levels) {
    HARNESS_ASSERT(level > 0);
    logs.push_back(std::log(level));
  }
  const std::span<const double> all(logs);
  const double mean = mean_of(all);
  double variation = 0;
  for (const double value : all) variation += (value - mean) * (value - mean);

  const std::size_t least = std::max<std::size_t>(2, (levels.size() + 4) / 5);
  LevelChange best;
  double between_best = -1;
  for (std::size_t at = least; at + least <= all.size(); ++at) {
    const double first = mean_of(all.first(at));
    const double second = mean_of(all.subspan(at));
    const double between = static_cast<double>(at) * (first - mean) * (first - mean) +
                           static_cast<double>(all.size() - at) * (second - mean) * (second - mean);
    if (between <= between_best) continue;
    between_best = between;
    best = {at, std::exp(second - first), variation > kRounding ? between / variation : 0};
  }
  return best;
}

}  // namespace harness::stats
