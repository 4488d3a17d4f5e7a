#include "harness/stats/median.hpp"

#include <algorithm>

#include "harness/base/error.hpp"

namespace harness::stats {

double median(std::vector<double> values) {
  HARNESS_ASSERT(!values.empty());
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  const double below = *std::max_element(values.begin(), middle);
  return below + (*middle - below) / 2;
}

}  // namespace harness::stats
