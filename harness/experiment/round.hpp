#pragma once
// The slices of a round: each opened, loaded by turns with the others, closed. The order of the turns is
// drawn for each pair of them, and the second of a pair goes the other way: A C B | B C A | C A B | B A C. So
// a drift falls on all arms alike, and no arm always comes after the same other. Threading: the caller's
// thread. Errors: each slice has its own; a lost server does not stop its peers.
#include <vector>

#include "harness/experiment/slice.hpp"

namespace harness::experiment {

struct Contender {
  const Arm* arm = nullptr;
  process::Server* server = nullptr;
  std::uint64_t seed = 0;  ///< of what its load draws
};

/// In the order of the contenders. `beside` are jobs that the only one of them is asked for meanwhile. Ends
/// early, with whatever is there, when a stop is requested.
[[nodiscard]] std::vector<Result<Measured>> measure_round(const Plan& plan, const workload::Cell& cell,
                                                          const std::vector<Contender>& contenders,
                                                          const machine::CpuSplit& cpus,
                                                          JobsBeside* beside = nullptr);

/// Which contender has each turn, see above.
[[nodiscard]] std::vector<std::size_t> order_of_turns(std::size_t contenders, int turns, std::uint64_t seed);

}  // namespace harness::experiment
