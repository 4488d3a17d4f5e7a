#pragma once
// Throughput as a function of the number of workers: Amdahl's law with three to five of them, the Universal
// Scalability Law from six on. Fitted to geometric means over blocks; describes and judges nothing. Pure.
#include <optional>
#include <string>

#include "harness/report/scaling_table.hpp"
#include "harness/report/worker_levels.hpp"

namespace harness::report {

/// Nothing where no stack has enough numbers of workers for either.
[[nodiscard]] std::optional<Scaling> scaling_law(const std::string& name, const WorkerLevels& levels);

}  // namespace harness::report
