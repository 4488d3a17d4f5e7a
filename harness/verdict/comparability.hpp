#pragma once
// May runs be compared? What has to be the same in all of them, and what may differ and is said. Pure.
// Not here: where the ratios agree, see replication.hpp.
// Errors: kEnvironment, one line per thing that is not the same, with the values and the remedy.
#include <span>
#include <string>
#include <vector>

#include "harness/base/error.hpp"
#include "harness/results/run_folder.hpp"

namespace harness::verdict {

struct NamedRun {
  std::string name;  ///< as the user gave it
  results::StoredRun run;
};

/// Suite, profile, claims file, the sources and locks of the workloads, slice length, major.minor of the
/// runtimes; warm-up within a factor of two. Other claims or servers are other questions.
[[nodiscard]] Result<void> check_comparable(std::span<const NamedRun> runs);

/// A fact about machine or build that is not the same in all runs.
struct OtherFact {
  std::string key;
  std::vector<std::string> values;  ///< by run; "–" where it is not stored
};

/// Leaves out what differs between any two runs of one machine: loads, free memory, seeds, measured floors.
[[nodiscard]] std::vector<OtherFact> other_facts(std::span<const NamedRun> runs);

}  // namespace harness::verdict
