#pragma once
// One slice: load on one arm, the server's CPU and memory over the same window, the gates, one row.
// Threading: the caller's thread; the load engine starts its own. Errors: only what makes a row impossible
// (no connection, server gone); the caller turns them into a failed row.
#include "harness/experiment/plan.hpp"
#include "harness/load/load_plan.hpp"
#include "harness/machine/cpus.hpp"
#include "harness/process/server.hpp"
#include "harness/results/slice_row.hpp"
#include "harness/stats/histogram.hpp"

namespace harness::experiment {

struct Measured {
  results::SliceRow row;
  stats::Histogram service;
  bool interrupted = false;
};

/// The row's identity: everything that is known before measuring.
[[nodiscard]] results::SliceRow blank_row(const Plan& plan, const Arm& arm, const workload::Cell& cell);

[[nodiscard]] load::LoadPlan load_plan(const Plan& plan, const workload::Cell& cell, std::uint16_t port,
                                       const machine::CpuSplit& cpus, std::uint64_t seed);

[[nodiscard]] Result<Measured> measure_slice(const Plan& plan, const Arm& arm, const workload::Cell& cell,
                                             process::Server& server, const machine::CpuSplit& cpus,
                                             std::uint64_t seed);

}  // namespace harness::experiment
