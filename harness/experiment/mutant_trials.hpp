#pragma once
// Plants mistakes in copies of a kernel's source and finds out what becomes of each: it is edited, run in a
// process of its own with a time limit, and held against what the unedited source prints. Errors:
// kEnvironment when the unedited source does not print its line, or its tokens cannot be had; kInterrupted.
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "harness/base/random.hpp"
#include "harness/experiment/arm.hpp"
#include "harness/sources/attempt.hpp"

namespace harness::experiment {

struct MutantTrials {
  std::map<sources::Fate, std::uint64_t> fates;
  std::string source;  ///< "kernels/fib.py@<sha256>"
  std::string list;    ///< a line for each mutant: its line, what was done, what came of it, by tabs
};

[[nodiscard]] Result<MutantTrials> mutant_trials(const Arm& arm, const std::vector<int>& cpus,
                                                 const workload::SourcePair& pair,
                                                 const workload::Reading& reading, Random random);

}  // namespace harness::experiment
