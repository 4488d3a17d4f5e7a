#include "harness/stats/steady_state.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "harness/stats/theil_sen.hpp"

namespace harness::stats {
namespace {

/// log of the mean, as the largest value times the mean of the shares of it: no sum can overflow.
double log_mean(std::span<const double> values) {
  double largest = 0;
  for (const double value : values) largest = std::max(largest, value);
  double shares = 0;
  for (const double value : values) shares += value / largest;
  return std::log(largest) + std::log(shares / static_cast<double>(values.size()));
}

/// By how much the faster of two is faster, so that what exceeds a limit also reads as more than it.
double faster_by_per_cent(double log_ratio) {
  return 100 * std::expm1(std::fabs(log_ratio));
}

std::string halves_in_words(double halves) {
  return fmt::format("the {} half is {:.1f} % faster than the {} (limit {:.0f} %)",
                     halves > 0 ? "first" : "second", faster_by_per_cent(halves),
                     halves > 0 ? "second" : "first", 100 * kHalvesLimit);
}

std::string drift_in_words(double drift) {
  return fmt::format("by its trend it {} {:.1f} % faster than it {} (limit {:.0f} %)",
                     drift > 0 ? "ends" : "begins", faster_by_per_cent(drift), drift > 0 ? "begins" : "ends",
                     100 * kDriftLimit);
}

}  // namespace

Result<SteadyCheck> check_steady(std::span<const double> throughput_per_bin) {
  const std::size_t n = throughput_per_bin.size();
  if (n < kFewestBins) {
    return usage_error("the steady-state check needs at least {} bins, there are {}: use shorter bins",
                       kFewestBins, n);
  }
  std::vector<double> logs;
  logs.reserve(n);
  for (std::size_t i = 0; i < n; ++i) {
    const double level = throughput_per_bin[i];
    if (!(std::isfinite(level) && level > 0)) {
      return usage_error(
          "throughput of bin {} of {} is {}, its logarithm needs a positive number: use longer "
          "bins",
          i, n, level);
    }
    logs.push_back(std::log(level));
  }
  const auto line = theil_sen(logs);
  if (!line) return tl::unexpected(line.error());

  SteadyCheck check;
  check.halves = log_mean(throughput_per_bin.first(n / 2)) - log_mean(throughput_per_bin.last(n / 2));
  check.drift = line->slope * static_cast<double>(n);
  check.drift_is_clear = line->low && line->high && (*line->low > 0 || *line->high < 0);
  const bool halves_agree = std::fabs(check.halves) <= kHalvesLimit;
  const bool stays = std::fabs(check.drift) <= kDriftLimit;
  check.steady = halves_agree && stays;
  if (check.steady) {
    check.reason = "steady: " + halves_in_words(check.halves) + ", " + drift_in_words(check.drift);
  } else {
    check.reason = "unsteady: ";
    if (!halves_agree) check.reason += halves_in_words(check.halves);
    if (!halves_agree && !stays) check.reason += ", ";
    if (!stays) check.reason += drift_in_words(check.drift);
    if (!stays && !check.drift_is_clear) check.reason += ", which its noise alone could do: use longer bins";
  }
  return check;
}

}  // namespace harness::stats
