#include "harness/experiment/launch_levels.hpp"

#include <algorithm>

#include "harness/load/guards.hpp"

namespace harness::experiment {

std::optional<double> LaunchLevels::moved(const Slot& slot, const results::SliceRow& row) {
  const double level = row.throughput_rps.value_or(0);
  if (row.status != results::SliceStatus::kOk || row.rate_rps || level <= 0) return std::nullopt;
  const double first = first_.try_emplace({slot.cell, slot.arm}, level).first->second;
  const double ratio = level / first;
  if (std::max(ratio, 1 / ratio) <= load::kLevelMoves) return std::nullopt;
  return ratio;
}

}  // namespace harness::experiment
