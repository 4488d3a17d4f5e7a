#include "harness/experiment/finished.hpp"

#include <algorithm>
#include <iterator>
#include <map>

namespace harness::experiment {
namespace {

/// The rows of one block, in the order they were measured.
using Rows = std::vector<const results::SliceRow*>;

bool follows(const Rows& rows, const BlockPlan& block, const Plan& plan) {
  if (rows.size() > block.slots.size()) return false;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Slot& slot = block.slots[i];
    if (rows[i]->order != static_cast<int>(i) || rows[i]->stack != plan.arms[slot.arm].name() ||
        rows[i]->cell != plan.cells[slot.cell].id()) {
      return false;
    }
  }
  return true;
}

std::vector<results::SliceRow> before_block(int number, std::span<const results::SliceRow> rows) {
  std::vector<results::SliceRow> earlier;
  std::ranges::copy_if(rows, std::back_inserter(earlier),
                       [&](const results::SliceRow& row) { return row.block < number; });
  return earlier;
}

}  // namespace

Result<Finished> finished(const Plan& plan, std::span<const results::SliceRow> rows,
                          const WantedAfter& wanted_after) {
  std::map<int, Rows> measured;
  for (const results::SliceRow& row : rows) {
    if (row.status != results::SliceStatus::kAbsent) measured[row.block].push_back(&row);
  }
  Finished whole;
  for (const BlockPlan& planned : plan.blocks) {
    const auto found = measured.find(planned.number);
    if (found == measured.end()) break;
    const bool spare = planned.number > static_cast<int>(plan.wanted_blocks());
    const BlockPlan block =
        spare ? only(wanted_after(before_block(planned.number, rows)), planned, plan) : planned;
    if (!follows(found->second, block, plan)) {
      return environment_error("block {}: its rows are not those of this plan (seed {}, {} slices per block)",
                               block.number, plan.seed, block.slots.size());
    }
    if (found->second.size() < block.slots.size()) break;
    whole.blocks = block.number;
    whole.slices += found->second.size();
  }
  const int last = measured.empty() ? 0 : measured.rbegin()->first;
  if (last > whole.blocks + 1)
    return environment_error("block {} is not whole, but there are rows of block {}", whole.blocks + 1, last);
  return whole;
}

}  // namespace harness::experiment
