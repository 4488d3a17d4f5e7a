#include "harness/experiment/slice.hpp"

#include <algorithm>

#include "harness/experiment/gates.hpp"
#include "harness/experiment/jobs_beside.hpp"
#include "harness/experiment/server_count.hpp"
#include "harness/experiment/slice_figures.hpp"
#include "harness/process/signals.hpp"

namespace harness::experiment {
namespace {

/// In turns, load before each window. The server has rested for tens of milliseconds, its code has left the
/// caches; more would be time in which nobody is measured.
constexpr Nanoseconds kTurnLeadIn = milliseconds(4);

class SliceObserver : public load::Observer {
 public:
  SliceObserver(process::Server& server, ServerMeter& meter, RoundWatch& watch, JobsBeside* beside)
      : server_(server), meter_(meter), watch_(watch), beside_(beside) {}
  void window_opened() override {
    watch_.window_opened();
    meter_.window_opened();
    if (beside_) beside_->begin();
  }
  void window_closed() override {
    meter_.window_closed();
    watch_.window_closed();
  }
  bool stop_requested() override { return process::StopRequest::requested() || server_.exited().has_value(); }

 private:
  process::Server& server_;
  ServerMeter& meter_;
  RoundWatch& watch_;
  JobsBeside* beside_;
};

void describe_server(results::SliceRow& row, const ServerMeter& meter, const load::LoadResult& result,
                     std::size_t server_cpus) {
  const auto cpus_used = meter.cpus_used();
  if (!cpus_used) return;
  row.server_cpu_s = *cpus_used * to_seconds(result.window);
  row.server_busy_share = *cpus_used / static_cast<double>(server_cpus);
  if (result.throughput_rps > 0) row.server_cpu_us_per_request = 1e6 * *cpus_used / result.throughput_rps;
}

Surroundings surroundings_of(const results::SliceRow& row) {
  Surroundings around;
  around.server_busy_share = row.server_busy_share;
  around.promised_wait = promised_wait(row.target);
  around.steal_share = row.steal_share;
  around.listen_overflows = row.listen_overflows;
  if (row.longest_stall_us)
    around.longest_stall = Nanoseconds(static_cast<std::int64_t>(*row.longest_stall_us * 1e3));
  return around;
}

void describe_gates(results::SliceRow& row, const SliceGates& gates) {
  row.gate_ledger = gates.ledger;
  row.gate_responses = gates.responses;
  row.gate_little = gates.little;
  row.gate_early = gates.early;
  row.gate_client = gates.client;
  row.gate_keepalive = gates.keepalive;
  row.gate_log = gates.log;
  row.gate_backlog = gates.backlog;
  row.gate_saturation = gates.saturation;
  row.gate_accept = gates.accept;
  row.guards = gates.guards;
  row.status = gates.passed() ? results::SliceStatus::kOk : results::SliceStatus::kInvalid;
  row.reason = gates.reason;
}

}  // namespace

results::SliceRow blank_row(const Plan& plan, const Arm& arm, const workload::Cell& cell) {
  results::SliceRow row;
  row.suite = plan.suite->id;
  row.profile = plan.profile->name;
  row.cell = cell.id();
  row.target = cell.target;
  row.connections = cell.connections;
  if (cell.open_loop) {
    row.rate_rps = cell.open_loop->rate.value;
    row.arrivals = cell.open_loop->arrivals;
    row.dispatch = load::name_of(load::Dispatch::kPooled);
  }
  if (cell.beside) row.beside_asked_us = to_microseconds(cell.beside->job);
  row.envelope = plan.suite->envelope;
  row.stack = arm.name();
  row.runtime = arm.runtime->id;
  row.runtime_version = arm.runtime->version;
  row.workers = arm.workers;
  return row;
}

load::LoadPlan load_plan(const Plan& plan, const workload::Cell& cell, std::uint16_t port,
                         const machine::CpuSplit& cpus, std::uint64_t seed) {
  load::LoadPlan load;
  load.port = port;
  load::Ask& ask = load.asks.front();
  ask.request.target = cell.target;
  ask.request.host = "127.0.0.1:" + std::to_string(port);
  if (auto expectation = load::contract_expectation(cell.target)) ask.expectation = *std::move(expectation);
  load.connections = cell.connections;
  if (cell.open_loop) {
    const bool poisson = cell.open_loop->arrivals == "poisson";
    load.schedule =
        load::ScheduleSpec{.arrivals = poisson ? load::Arrivals::kPoisson : load::Arrivals::kUniform,
                           .rate = cell.open_loop->rate,
                           .ramp_from = {},
                           .ramp = {},
                           .seed = seed};
    load.spin = cpus.shared() ? load::Spin::kNever : load::Spin::kBeforeDue;
  }
  load.cpus = cpus.client;
  load.lead_in = plan.profile->lead_in;
  load.duration = plan.profile->slice;
  load.timeout = plan.suite->timeout;
  // A server that starves some of its connections would otherwise stretch every slice to its patience.
  load.lead_in_limit = plan.profile->slice;
  load.drain = 2 * plan.profile->slice;  // less, and a slow server still works on this slice in the next one
  load.seed = seed;
  return load;
}

Result<Slice> Slice::open(const Plan& plan, const Arm& arm, const workload::Cell& cell,
                          process::Server& server, const machine::CpuSplit& cpus, std::uint64_t seed) {
  auto counted_before = requests_counted(server.port());
  load::LoadPlan load = load_plan(plan, cell, server.port(), cpus, seed);
  const int turns = plan.turns(cell);
  if (turns > 1) {
    load.lead_in = kTurnLeadIn;
    load.duration = plan.profile->slice / turns;
  }
  auto session = load::Session::open(load);
  if (!session) return tl::unexpected(session.error());
  Slice slice{blank_row(plan, arm, cell), std::move(load), *std::move(session), server, ServerMeter(server)};
  slice.counted_before_ = std::move(counted_before);
  slice.server_cpus_ = cpus.server.size();
  slice.log_bytes_before_ = server.log_bytes_since_ready();
  slice.row_.turns = turns;
  return slice;
}

Result<void> Slice::turn(RoundWatch& watch, JobsBeside* beside) {
  SliceObserver observer(*server_, meter_, watch, beside);
  auto driven = session_.turn(observer);
  if (beside) beside->end();
  return driven;
}

Measured Slice::close(const RoundWatch& watch, const JobsBeside* beside) {
  const load::LoadResult result = session_.finish();
  describe_load(row_, load_, result);
  describe_server(row_, meter_, result, server_cpus_);
  describe_machine(row_, watch);
  if (const auto memory = server_->memory()) {
    row_.server_pss_kib = memory->pss_kib;
    row_.server_processes = static_cast<std::uint64_t>(memory->processes);
    row_.server_threads = static_cast<std::uint64_t>(memory->threads);
  }
  Surroundings around = surroundings_of(row_);
  const std::uint64_t others = beside ? beside->sent() : 0;
  if (counted_before_) {
    const auto counted =
        requests_counted_since(server_->port(), *counted_before_, result.sent_in_all + others);
    if (counted) {
      row_.server_requests = verify::total(*counted) - verify::total(*counted_before_);
      around.server_requests = *row_.server_requests - std::min(others, *row_.server_requests);
      around.evenness = verify::evenness(*counted_before_, *counted);
    }
  }
  around.workers = row_.workers;
  around.log_bytes = server_->log_bytes_since_ready() - log_bytes_before_;
  describe_gates(row_, check_slice(load_, result, around));
  row_.limited_by = limited_by(result, around);
  return {row_, result.service};
}

}  // namespace harness::experiment
