#pragma once
// How the verdicts of a run come about: decided before its first row, stored in run.json, read back by
// whoever judges the rows again. Plain data. Not a statistic: see harness/stats.
#include <algorithm>
#include <vector>

namespace harness::results {

struct Procedure {
  double alpha = 0.05;     ///< all false decisive verdicts of one run together, 0..1
  int min_blocks = 6;      ///< with fewer no verdict: the t quantile alone would be 2.8 and more
  std::vector<int> looks;  ///< blocks at which the run may end, ascending; empty: one look at all there are
  bool family = true;      ///< Holm over the claims of the run; false: each claim alone, as before schema 3

  /// The fewest blocks that any verdict can rest on.
  [[nodiscard]] int first_look() const {
    return looks.empty() ? min_blocks : std::max(min_blocks, looks.front());
  }

  friend bool operator==(const Procedure&, const Procedure&) = default;
};

}  // namespace harness::results
