#pragma once
// Makes a plan fit into a time, before anything is measured. Pure. What is left out first is what decides
// least: looks at more blocks, then cells and stacks that no claim needs, then whole claims, the last one
// first, with what only they need. Slices are never shortened and no block is dropped from the first look.
// Errors: kUsage when not even the first claim fits, naming the time that would do.
#include <span>
#include <string>
#include <vector>

#include "harness/experiment/plan.hpp"
#include "harness/workload/claim.hpp"

namespace harness::experiment {

struct Fitted {
  Plan plan;
  std::vector<workload::Claim> claims;  ///< those that can still be judged
  std::vector<std::string> left_out;    ///< for people, one thing each
};

/// `profile`, which the plan points to, loses the looks that do not fit.
[[nodiscard]] Result<Fitted> fit_into(Nanoseconds budget, const workload::Suite& suite,
                                      workload::Profile& profile, std::vector<Arm> arms, std::uint64_t seed,
                                      int max_connections, std::span<const workload::Claim> claims);

}  // namespace harness::experiment
