#pragma once
// One kernel in several threads at the same time: what the machine gives to threads that share nothing.
#include "workloads/native/kernels/registry.hpp"

namespace harness::kernels {

/// One share for each of `workers` threads. Errors: kEnvironment when two iterations disagree, also of two
/// threads.
[[nodiscard]] Result<std::vector<Share>> work_together(const Flavour& flavour, const Task& task, int workers);

}  // namespace harness::kernels
