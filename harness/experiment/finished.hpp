#pragma once
// How far an interrupted run came: the blocks of its plan that were measured whole. Pure.
// Errors: kEnvironment for rows that this plan would not have measured.
#include <cstddef>
#include <functional>
#include <set>
#include <span>
#include <vector>

#include "harness/base/error.hpp"
#include "harness/experiment/plan.hpp"
#include "harness/results/slice_row.hpp"

namespace harness::experiment {

struct Finished {
  int blocks = 0;          ///< the first of the plan
  std::size_t slices = 0;  ///< in them
};

/// What of a spare block was to be measured, by the rows of the blocks before it.
using WantedAfter = std::function<std::set<results::Series>(std::span<const results::SliceRow>)>;

[[nodiscard]] Result<Finished> finished(const Plan& plan, std::span<const results::SliceRow> rows,
                                        const WantedAfter& wanted_after);

}  // namespace harness::experiment
