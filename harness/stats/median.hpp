#pragma once
// The middle value. Pure. Not for values that are not numbers: check them first.
#include <vector>

namespace harness::stats {

/// The mean of the two middle values of an even number of them. `values` is not empty; taken by value because
/// finding the middle reorders.
[[nodiscard]] double median(std::vector<double> values);

}  // namespace harness::stats
