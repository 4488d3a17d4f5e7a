#pragma once
// Do latencies sit on a timer instead of varying with the work? Delayed acknowledgements and Nagle's
// algorithm hold an answer for 40 ms or 200 ms, timers with a coarse tick wake at whole multiples of 1 or
// 10 ms. Pure; finds, does not judge.
#include <optional>

#include "harness/base/duration.hpp"
#include "harness/stats/histogram.hpp"

namespace harness::stats {

struct Lattice {
  Nanoseconds step{0};
  double share = 0;      ///< of the values that sit on it
  bool repeats = false;  ///< at several multiples; otherwise one hump just behind `step`
};

/// Looks for the steps below, the coarsest first. A grid is found when at least `kOnGrid` of all values lie
/// in the same fifth between two multiples, over three multiples or more; a hump when at least
/// `kHump` of all values lie in [step, 1.15·step) and hardly any in the stretch of half a step before it. A
/// wait that was `promised` explains what lies behind it and is subtracted first.
[[nodiscard]] std::optional<Lattice> find_lattice(const Histogram& latencies,
                                                  Nanoseconds promised = Nanoseconds(0));

inline constexpr double kOnGrid = 0.8;
inline constexpr double kHump = 0.01;

}  // namespace harness::stats
