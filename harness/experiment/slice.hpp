#pragma once
// One slice: load on one arm, the server's CPU and memory over the same windows, the gates, one row.
// Threading: the caller's thread; the load engine starts its own. Errors: only what makes a row impossible
// (no connection, server gone); the caller turns them into a failed row.
#include <cstdint>
#include <optional>
#include <utility>

#include "harness/experiment/plan.hpp"
#include "harness/experiment/round_watch.hpp"
#include "harness/experiment/server_meter.hpp"
#include "harness/load/session.hpp"
#include "harness/machine/cpus.hpp"
#include "harness/process/server.hpp"
#include "harness/results/slice_row.hpp"
#include "harness/stats/histogram.hpp"
#include "harness/verify/worker_counts.hpp"

namespace harness::experiment {

class JobsBeside;

struct Measured {
  results::SliceRow row;
  stats::Histogram service;
};

/// The row's identity: everything that is known before measuring.
[[nodiscard]] results::SliceRow blank_row(const Plan& plan, const Arm& arm, const workload::Cell& cell);

[[nodiscard]] load::LoadPlan load_plan(const Plan& plan, const workload::Cell& cell, std::uint16_t port,
                                       const machine::CpuSplit& cpus, std::uint64_t seed);

class Slice {
 public:
  /// Connects. `server` must outlive the slice.
  [[nodiscard]] static Result<Slice> open(const Plan& plan, const Arm& arm, const workload::Cell& cell,
                                          process::Server& server, const machine::CpuSplit& cpus,
                                          std::uint64_t seed);

  /// Plan::turns() times. Afterwards nothing is in flight.
  /// `beside` are sized jobs, which the server is asked for in the window as well.
  [[nodiscard]] Result<void> turn(RoundWatch& watch, JobsBeside* beside = nullptr);

  /// After the last turn, when `watch` has ended.
  [[nodiscard]] Measured close(const RoundWatch& watch, const JobsBeside* beside = nullptr);

 private:
  Slice(results::SliceRow row, load::LoadPlan load, load::Session session, process::Server& server,
        ServerMeter meter)
      : row_(std::move(row)),
        load_(std::move(load)),
        session_(std::move(session)),
        server_(&server),
        meter_(std::move(meter)) {}

  results::SliceRow row_;
  load::LoadPlan load_;
  load::Session session_;
  process::Server* server_;
  ServerMeter meter_;
  std::optional<verify::WorkerCounts> counted_before_;
  std::uint64_t log_bytes_before_ = 0;
  std::size_t server_cpus_ = 1;
  bool varies_workers_ = false;
  bool watches_loop_ = false;
};

}  // namespace harness::experiment
