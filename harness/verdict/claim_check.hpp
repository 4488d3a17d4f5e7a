#pragma once
// What only the stored format can tell about a claim: that its metric is a number of slices.csv. A metric
// that does not exist would otherwise end as "was not measured" after the whole run. Errors: kUsage, all
// claims at once, each with the metrics that exist.
#include <span>

#include "harness/base/error.hpp"
#include "harness/workload/claim.hpp"

namespace harness::verdict {

[[nodiscard]] Result<void> check_metrics(std::span<const workload::Claim> claims);

}  // namespace harness::verdict
