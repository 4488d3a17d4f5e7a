#pragma once
// Was one launch steady while it was measured? Two declared limits on its throughput per time bin: the halves
// agree, and nothing drifts. Not a test of significance: the limits are sizes that would matter, whatever the
// noise. Units: any rate per bin, all bins of one length, e.g. 100 ms. Threading: pure. Errors: kUsage,
// naming the bin.
#include <cstddef>
#include <span>
#include <string>

#include "harness/base/error.hpp"

namespace harness::stats {

inline constexpr double kHalvesLimit = 0.03;  ///< |log(first half / second half)|, limit included
inline constexpr double kDriftLimit = 0.02;   ///< |Theil–Sen slope of the logarithms| × number of bins
inline constexpr std::size_t kFewestBins = 10;

struct SteadyCheck {
  double halves = 0;  ///< log(mean of the first half / mean of the second); a middle bin belongs to neither
  double drift = 0;   ///< change of the logarithm over the whole launch, by the Theil–Sen slope
  bool drift_is_clear = false;  ///< the 95 % interval of the slope excludes 0
  bool steady = false;
  std::string reason;  ///< in words, with figures and limits, also when steady
};

/// The limits ask for quiet bins: 50 steady bins that scatter by 1 % on their own are never called unsteady,
/// by 2 % in 6 %, by 3 % in 21 %, by 5 % in 44 % of launches (simulated); longer bins scatter less.
/// Source: the halves: pyperf's check of warm-ups, there on samples; the drift: Theil 1950, Sen 1968
/// (theil_sen.hpp). The limits are this project's, below the smallest effect it decides on (5 %).
[[nodiscard]] Result<SteadyCheck> check_steady(std::span<const double> throughput_per_bin);

}  // namespace harness::stats
