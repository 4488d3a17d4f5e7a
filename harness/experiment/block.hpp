#pragma once
// One block: launch every arm, verify those not yet verified, warm up, measure the slots, stop. Rows go to
// the folder as they come. A server that cannot be launched, breaks the contract or dies becomes failed or
// invalid rows.
#include <map>

#include "harness/experiment/run.hpp"

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
  std::vector<bool> verified;  ///< per arm: it was seen in this session whether it keeps the contract
  std::vector<std::string>
      contract_failure;  ///< per arm: what it broke, found when first launched; empty = kept
  /// Per cell: the arm that was measured first and the bytes of one of its answers, for its peers to match.
  std::map<std::size_t, std::pair<std::string, double>> answer_bytes{};
};

[[nodiscard]] Result<Ending> run_block(Bench& bench, const BlockPlan& block);

/// Rows for arms that are absent and cells that this host cannot hold, so that nothing is silently missing.
[[nodiscard]] Result<void> store_absent(Bench& bench);

}  // namespace harness::experiment
