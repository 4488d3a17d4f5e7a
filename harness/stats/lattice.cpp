#include "harness/stats/lattice.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace harness::stats {
namespace {

/// Source: Linux TCP_DELACK_MIN = 40 ms, TCP_DELACK_MAX = TCP_RTO_MIN = 200 ms (include/net/tcp.h); CONFIG_HZ
/// = 100 and timers in whole milliseconds.
constexpr std::array kHumps{milliseconds(200), milliseconds(40)};
constexpr std::array kGrids{milliseconds(10), milliseconds(1)};

constexpr std::size_t kPhases = 20;       ///< a step is divided into so many parts …
constexpr std::size_t kWindow = 4;        ///< … of which values on a grid fill no more than these
constexpr double kWorthAMultiple = 0.05;  ///< of all values, or a multiple does not count
constexpr std::size_t kMultiples = 3;
constexpr double kQuietBefore = 0.2;  ///< of the hump may lie in the stretch before it
constexpr std::uint64_t kEnough = 100;

struct Values {
  std::vector<std::pair<Nanoseconds, double>> shares;  ///< (value, share of all), ascending

  [[nodiscard]] double between(double low_ns, double high_ns) const {
    double sum = 0;
    for (const auto& [value, share] : shares) {
      const auto ns = static_cast<double>(value.count());
      if (ns >= low_ns && ns < high_ns) sum += share;
    }
    return sum;
  }
};

std::optional<Lattice> hump_at(const Values& values, Nanoseconds step) {
  const auto ns = static_cast<double>(step.count());
  const double hump = values.between(ns, 1.15 * ns);
  const double before = values.between(0.5 * ns, ns);
  if (hump < kHump || before > kQuietBefore * hump) return std::nullopt;
  return Lattice{step, hump, false};
}

std::optional<Lattice> grid_of(const Values& values, Nanoseconds step) {
  std::array<double, kPhases> phases{};
  for (const auto& [value, share] : values.shares)
    phases[static_cast<std::size_t>((value % step) * kPhases / step)] += share;
  std::size_t best = 0;
  double best_share = 0;
  for (std::size_t begin = 0; begin < kPhases; ++begin) {
    double share = 0;
    for (std::size_t i = 0; i < kWindow; ++i) share += phases[(begin + i) % kPhases];
    if (share > best_share) {
      best_share = share;
      best = begin;
    }
  }
  if (best_share < kOnGrid) return std::nullopt;
  std::map<std::int64_t, double> multiples;
  for (const auto& [value, share] : values.shares) {
    const Nanoseconds since_window = value - step * static_cast<std::int64_t>(best) / kPhases;
    multiples[(since_window + step) / step] += share;
  }
  const auto worth = std::count_if(multiples.begin(), multiples.end(),
                                   [](const auto& each) { return each.second >= kWorthAMultiple; });
  if (static_cast<std::size_t>(worth) < kMultiples) return std::nullopt;
  return Lattice{step, best_share, true};
}

}  // namespace

std::optional<Lattice> find_lattice(const Histogram& latencies, Nanoseconds promised) {
  if (latencies.count() < kEnough) return std::nullopt;
  Values values;
  for (const auto& [bucket, count] : latencies.sparse()) {
    const Nanoseconds value = std::max(Histogram::bucket_middle(bucket) - promised, Nanoseconds(0));
    values.shares.emplace_back(value, static_cast<double>(count) / static_cast<double>(latencies.count()));
  }
  for (const Nanoseconds step : kHumps) {
    if (auto found = hump_at(values, step)) return found;
  }
  for (const Nanoseconds step : kGrids) {
    if (auto found = grid_of(values, step)) return found;
  }
  return std::nullopt;
}

}  // namespace harness::stats
