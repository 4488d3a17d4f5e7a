#pragma once
// From which wait on it does not matter who serves: of a claim that compares two stacks at several waits of a
// handler, the shortest wait beyond which their ratio stays within the claim's margin of equivalence. A
// figure with an interval, no part of the verdict. Private to this module.
#include <span>
#include <string>

#include "harness/verdict/family.hpp"
#include "harness/workload/claim.hpp"

namespace harness::verdict {

/// One wait of one block: how far the two are apart there.
struct GapAtWait {
  double wait_ms = 0;
  double log_ratio = 0;
};

/// The wait from which on |log_ratio| stays at or below `margin`, on straight lines between the waits that
/// were measured: where the gap falls ever more slowly, as it does when a wait is added to what a request
/// takes, that is late rather than early. 0 when all are within it, infinity when the longest wait is not.
/// `gaps` by wait, not empty.
[[nodiscard]] double break_even_ms(std::span<const GapAtWait> gaps, double margin);

/// "break-even: from a wait of 3.1 ms [1.9, 4.4] on they are within 1.10 of each other (median of 6 blocks,
/// 97 %)". Empty of a claim that is not about waits, and where too few blocks have all of them.
[[nodiscard]] std::string break_even(const workload::Claim& claim, const Places& places);

}  // namespace harness::verdict
