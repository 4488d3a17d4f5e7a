#pragma once
// Everything a run needs, decided and checked before anything is started or written.
// Errors: kUsage naming the option; kEnvironment when nothing can be measured here.
#include <optional>
#include <vector>

#include "harness/cli/options.hpp"
#include "harness/cli/project.hpp"
#include "harness/experiment/environment.hpp"
#include "harness/results/run_folder.hpp"

namespace harness::cli {

/// Moving it keeps the plan's pointers valid: they point at elements of the catalog's vectors.
struct Prepared {
  Project project;
  workload::Catalog catalog;
  std::vector<workload::Claim> claims;
  machine::CpuSplit cpus;
  std::vector<machine::Fact> facts;
  experiment::Checkout checkout;
  experiment::Plan plan;
  std::vector<std::string> left_out;            ///< what --budget had no time for
  std::optional<results::StoredRun> reference;  ///< of --check
};

[[nodiscard]] Result<Prepared> prepare(const RunOptions& options);

/// env.csv as far as it is known before the first server runs.
[[nodiscard]] std::vector<results::EnvRow> environment_of(const Prepared& ready);

}  // namespace harness::cli
