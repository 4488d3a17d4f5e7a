#pragma once
// A /down that takes longer than anybody may wait for it. Threading: any thread.
#include "harness/verify/contract.hpp"
#include "harness/verify/finding.hpp"

namespace harness::verify {

/// Returns when it has been answered, after 15 s at most.
[[nodiscard]] Finding gives_up_on_down(const Subject& subject);

}  // namespace harness::verify
