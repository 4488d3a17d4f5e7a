#pragma once
// Is an arm as fast the second time a cell comes as it was the first time in the same launch? Between the two
// lie the slices of all other arms and cells, so a server that changes its level after its warm-up (an
// allocator that learns, a JIT that gives up, memory that grows) shows here and not within a slice.
// Pure. Closed loops only: the mean of an open loop near its limit moves by chance alone.
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "harness/experiment/plan.hpp"
#include "harness/results/slice_row.hpp"

namespace harness::experiment {

/// Threading: one thread. One object per launch of all arms.
class LaunchLevels {
 public:
  /// What the throughput is of that of the first good row of this slot, when it moved by more than
  /// load::kLevelMoves up or down.
  std::optional<double> moved(const Slot& slot, const results::SliceRow& row);

 private:
  std::map<std::pair<std::size_t, std::size_t>, double> first_;
};

}  // namespace harness::experiment
