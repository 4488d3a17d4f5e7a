#pragma once
// Executes a plan: blocks of fresh servers, slices in the planned order, one stored row each.
// Rows are appended as they are measured, so nothing measured is lost, however the run ends.
// Threading: one thread drives everything. Errors: kEnvironment when nothing can be measured at all; a server
// that fails becomes failed rows and the others go on.
#include <functional>
#include <string_view>

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
  int blocks = 0;               ///< that were begun: fewer than planned when a look ended the run
  std::size_t slices = 0;       ///< that these blocks were to have
};

/// Asked after each block from the first planned look on, when its rows are stored: what must still be
/// measured? Nothing ends the run. Blocks are measured whole, but of a spare one only this.
using StillWanted = std::function<std::set<results::Series>()>;

/// `env` is what is known before the first launch; what the servers say of themselves is added to env.csv.
[[nodiscard]] Result<Outcome> run(const Plan& plan, const machine::CpuSplit& cpus, results::RunFolder& folder,
                                  std::vector<results::EnvRow> env, Listener& listener,
                                  const StillWanted& still_wanted);

}  // namespace harness::experiment
