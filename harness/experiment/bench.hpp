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

/// The same of a slice that failed, with a word to whoever watches.
[[nodiscard]] Result<void> lose_slice(Bench& bench, const BlockPlan& block, std::size_t order,
                                      const std::string& why);

/// Tells whoever watches, if the arm was found to break the contract.
void warn_if_broken(Bench& bench, std::size_t arm);

/// Adds to the environment, which is still to be written, what is not in it.
void add_to_env(Bench& bench, std::vector<results::EnvRow> rows);

/// Adds to the environment, which is still to be written, what a server says of itself, once: what a control
/// says its stack has said, and what a stack says perhaps an earlier session.
void note_what_it_says(Bench& bench, std::size_t arm, const process::Server& server);

/// What is known of the arm beside what was measured: the gates of its contract, of its runtime's age and of
/// its build. A row of one that breaks the contract, or was never held to it, is invalid.
void describe_arm(const Bench& bench, std::size_t arm, results::SliceRow& row);

/// Writes the histogram of a slice and names it in its row.
[[nodiscard]] Result<void> store_histogram(Bench& bench, const BlockPlan& block, std::size_t order,
                                           const stats::Histogram& histogram, results::SliceRow& row);

/// Leaves the machine alone for so long.
void rest(Nanoseconds duration);

}  // namespace harness::experiment
