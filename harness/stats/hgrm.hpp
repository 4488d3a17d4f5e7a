#pragma once
// The percentile text (.hgrm) that the HdrHistogram plotter reads: "Value Percentile TotalCount
// 1/(1-Percentile)", 5 lines per halving of the distance to 100 %. Values are as Histogram::quantile()
// reports them; mean and max are exact, the standard deviation is that of bucket middles. Threading: pure. No
// errors. Source: HdrHistogram (Tene), Java: AbstractHistogram.outputPercentileDistribution,
// PercentileIterator.
#include <string>

#include "harness/base/duration.hpp"
#include "harness/stats/histogram.hpp"

namespace harness::stats {

/// Values in multiples of `unit` with 3 decimals. An empty histogram gives a table without lines and zeros
/// below it, as HdrHistogram does. A unit that is not positive is a bug.
[[nodiscard]] std::string to_hgrm(const Histogram& histogram, Nanoseconds unit = milliseconds(1));

}  // namespace harness::stats
