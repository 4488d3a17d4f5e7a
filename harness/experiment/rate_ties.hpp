#pragma once
// Do servers that have nothing in common answer at the same rate? Then it is not theirs but that of what they
// all run into: the load generator, the loopback, the machine. Pure. Closed loops only, and not where the
// rate is that of a wait. Source: https://github.com/TechEmpower/FrameworkBenchmarks/issues/9775, where the
// fastest servers tied.
#include <map>
#include <string>

#include "harness/experiment/plan.hpp"
#include "harness/results/slice_row.hpp"

namespace harness::experiment {

inline constexpr double kTie = 1.01;  ///< the faster over the slower
inline constexpr int kTied = 3;       ///< so many are no chance

/// Threading: one thread. One object per block.
class RateTies {
 public:
  /// Warns when this row's rate and those of two other servers, in their last good row of the cell, lie
  /// within kTie; says nothing before two others have one. The arms of the controls are one server under
  /// other names.
  results::Gate check(const Plan& plan, const Slot& slot, const results::SliceRow& row);

 private:
  using Rates = std::map<std::string, double>;  ///< by stack
  std::map<std::size_t, Rates> rates_;          ///< by cell
};

}  // namespace harness::experiment
