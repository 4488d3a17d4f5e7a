#pragma once
// Is a running server set up as its peers are? What the contract's bytes do not show: who listens and how,
// with which switches it was started, whether waiting requests hold up others. Every check looks from outside
// where it can. Same rules as check_contract: one Check per rule, always all of them, never throws. Takes
// about a tenth of a second.
#include "harness/verify/contract.hpp"

namespace harness::verify {

/// What every stack is asked for: BACKLOG of its environment.
inline constexpr std::uint32_t kBacklog = 4096;

[[nodiscard]] std::vector<Check> check_fairness(const Subject& subject, const workload::Stack& stack);

}  // namespace harness::verify
