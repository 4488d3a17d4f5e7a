#pragma once
// What the blocks of a run work with and add to: the plan, the CPUs, the folder, and what earlier blocks have
// found out. Threading: one thread drives a run.
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "harness/experiment/run.hpp"
#include "harness/stats/histogram.hpp"
#include "harness/verify/contract.hpp"

namespace harness::experiment {

/// Everything a block needs and none of what it decides.
struct Bench {
  const Plan& plan;
  const machine::CpuSplit& cpus;
  results::RunFolder& folder;
  Listener& listener;
  std::string run_id;
  std::vector<results::EnvRow> env;
  std::size_t slices_done = 0;  ///< in this session
  std::size_t failed_arms = 0;
  /// Per arm: what was found when it was first launched in this session; empty until then.
  std::vector<std::vector<verify::Check>> contract;
  /// Per cell: the arm that was measured first and the bytes of one of its answers, for its peers to match.
  std::map<std::size_t, std::pair<std::string, double>> answer_bytes{};
};

/// Stores a row as the block's at that place in its order, and says so.
[[nodiscard]] Result<void> append(Bench& bench, const BlockPlan& block, std::size_t order,
                                  results::SliceRow row);
/// A row that says why there is nothing.
[[nodiscard]] Result<void> append_failed(Bench& bench, const BlockPlan& block, std::size_t order,
                                         const std::string& why);

/// Writes the histogram of a slice and names it in its row.
[[nodiscard]] Result<void> store_histogram(Bench& bench, const BlockPlan& block, std::size_t order,
                                           const stats::Histogram& histogram, results::SliceRow& row);

/// Leaves the machine alone for so long.
void rest(Nanoseconds duration);

}  // namespace harness::experiment
