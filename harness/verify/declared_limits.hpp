#pragma once
// What a stack that is compared with no other declares that it cannot do: `cannot` of its manifest, a check's
// name and the reason. Pure. Such a failure is no failure, but a pass is: then the declaration is wrong.
#include <vector>

#include "harness/verify/contract.hpp"

namespace harness::verify {

[[nodiscard]] std::vector<Check> with_declared_limits(std::vector<Check> checks,
                                                      const workload::Stack& stack);

}  // namespace harness::verify
