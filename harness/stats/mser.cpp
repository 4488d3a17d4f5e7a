#include "harness/stats/mser.hpp"

#include <vector>

#include "harness/stats/checked_input.hpp"

namespace harness::stats {
namespace {

std::vector<double> batch_means(std::span<const double> values) {
  std::vector<double> means;
  means.reserve(values.size() / kMserBatch);
  for (std::size_t at = 0; at + kMserBatch <= values.size(); at += kMserBatch) {
    // As distances from the first, so that equal values have exactly that mean.
    double distance = 0;
    for (const double value : values.subspan(at, kMserBatch)) distance += value - values[at];
    means.push_back(values[at] + distance / static_cast<double>(kMserBatch));
  }
  return means;
}

}  // namespace

Result<Truncation> mser5(std::span<const double> log_levels) {
  if (log_levels.size() < kMserFewest) {
    return usage_error("MSER-5 needs at least {} elements, there are {}", kMserFewest, log_levels.size());
  }
  if (auto finite = check_finite(log_levels); !finite) return tl::unexpected(finite.error());

  const std::vector<double> z = batch_means(log_levels);
  const std::size_t last_cut = z.size() * 3 / 4;
  std::size_t best_cut = last_cut;
  double best = 0;
  // From the back, mean and sum of squares of what is kept grow by one batch at a time.
  // Source: Welford 1962, "Note on a method for calculating corrected sums of squares and products".
  double mean = 0;
  double squares = 0;
  for (std::size_t kept = 1; kept <= z.size(); ++kept) {
    const std::size_t cut = z.size() - kept;
    const double distance = z[cut] - mean;
    mean += distance / static_cast<double>(kept);
    squares += distance * (z[cut] - mean);
    if (cut > last_cut) continue;
    const double criterion = squares / static_cast<double>(kept) / static_cast<double>(kept);
    if (cut == last_cut || criterion <= best) {
      best = criterion;
      best_cut = cut;
    }
  }
  Truncation truncation;
  truncation.standard_error_squared = best;
  if (2 * best_cut < z.size()) truncation.settled_at = best_cut * kMserBatch;
  return truncation;
}

}  // namespace harness::stats
