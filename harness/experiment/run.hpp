#pragma once
// Executes a plan: blocks of fresh servers, slices in the planned order, one stored row each.
// Rows are appended as they are measured, so nothing measured is lost, however the run ends.
// Threading: one thread drives everything. Errors: kEnvironment when nothing can be measured at all; a server
// that fails becomes failed rows and the others go on.
#include <functional>
#include <string_view>

#include "harness/experiment/finished.hpp"
#include "harness/experiment/known_servers.hpp"
#include "harness/experiment/plan.hpp"
#include "harness/machine/cpus.hpp"
#include "harness/results/run_folder.hpp"

namespace harness::experiment {

/// What is going on, for whoever shows it. Called on the driving thread, between slices.
class Listener {
 public:
  virtual ~Listener() = default;
  virtual void doing(std::string_view /*activity*/) {}
  virtual void stored(const results::SliceRow& /*row*/, std::size_t /*slices_done*/) {}
  virtual void warn(std::string_view /*problem*/) {}
};

enum class Ending { kComplete, kInterrupted };

struct Outcome {
  Ending ending = Ending::kComplete;
  std::size_t failed_arms = 0;  ///< launches that failed or servers that died, over all blocks
  int blocks = 0;               ///< that were begun, in all: fewer than planned when a look ended the run
  std::size_t slices = 0;       ///< that these blocks were to have
};

/// What must still be measured? By the rows that are stored.
using StillWanted = std::function<Result<std::set<results::Series>>()>;

/// `env` is what is known before the first launch; what the servers say of themselves is added to env.csv,
/// and the floor of the load generator and the length of the warm-up unless an earlier session measured them.
/// `before` is what the folder holds. `still_wanted` is asked before each block that follows a planned look;
/// when nothing is, the run ends. What it finds out about servers is added to `known`.
[[nodiscard]] Result<Outcome> run(const Plan& plan, const Finished& before, const machine::CpuSplit& cpus,
                                  results::RunFolder& folder, const std::string& run_id,
                                  std::vector<results::EnvRow> env, KnownServers& known, Listener& listener,
                                  const StillWanted& still_wanted);

}  // namespace harness::experiment
