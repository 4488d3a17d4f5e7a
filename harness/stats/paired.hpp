#pragma once
// Two arms measured in the same blocks, compared block by block on the log scale, where "twice" and "half"
// are equally far from 1. Not for unpaired measurements. Pure. Errors: kUsage, naming the block's index.
#include <span>
#include <vector>

#include "harness/base/error.hpp"

namespace harness::stats {

/// log(numerator[i] / denominator[i]) for each block i. Refuses unequal lengths and what has no logarithm.
[[nodiscard]] Result<std::vector<double>> log_ratios(std::span<const double> numerator,
                                                     std::span<const double> denominator);

}  // namespace harness::stats
