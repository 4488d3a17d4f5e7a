#include "harness/experiment/slice.hpp"

#include <algorithm>

#include "harness/experiment/data_folder.hpp"
#include "harness/experiment/gates.hpp"
#include "harness/experiment/jobs_beside.hpp"
#include "harness/experiment/server_count.hpp"
#include "harness/experiment/server_figures.hpp"
#include "harness/experiment/slice_figures.hpp"
#include "harness/experiment/slice_observer.hpp"
#include "harness/stream/sse_plan.hpp"
#include "harness/stream/websocket_plan.hpp"

namespace harness::experiment {
namespace {

/// In turns, load before each window. The server has rested for tens of milliseconds, its code has left the
/// caches; more would be time in which nobody is measured.
constexpr Nanoseconds kTurnLeadIn = milliseconds(4);

/// Where each worker computes on one CPU, one worker of two CPUs is busy when one CPU is.
double busy_of_its_own(double share, std::size_t cpus, int workers) {
  const auto usable = std::min(cpus, static_cast<std::size_t>(workers));
  return share * static_cast<double>(cpus) / static_cast<double>(usable);
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
    row.dispatch = load::name_of(cell.talk ? load::Dispatch::kSticky : load::Dispatch::kPooled);
  }
  if (cell.talk) {
    row.conversation = stream::is_event_stream(cell.target)
                           ? "events"
                           : stream::name_of(stream::conversation_of_row(cell.target));
    if (row.conversation == "room") row.rooms = static_cast<std::uint64_t>(cell.talk->rooms);
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
  if (!cell.body.empty()) {
    ask.request.method = "POST";
    ask.request.headers = {{"Content-Type", "application/json"}};
    ask.request.body = cell.body;
    ask.request.varies_in_body = true;
  }
  if (auto expectation = load::contract_expectation(cell.target, cell.body, std::max(1, cell.hops))) {
    ask.expectation = *std::move(expectation);
  } else if (auto file = served_file(cell.target)) {
    ask.expectation = load::Expectation::exact(*std::move(file));
  }
  load.connections = cell.connections;
  if (cell.open_loop) {
    load.schedule = load::ScheduleSpec{.arrivals = load::arrivals_named(cell.open_loop->arrivals),
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
  auto counted_before = requests_counted(server.port());  // and from here on its loop's lag is of this slice
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
  slice.varies_workers_ = cell.workers > 0;
  slice.watches_loop_ = arm.watches_loop;
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
  if (watches_loop_) row_.loop_lag_max_us = loop_lag_since_asked_us(server_->port());
  describe_load(row_, load_, result);
  describe_cpu(row_, meter_, result.window, result.throughput_rps, server_cpus_);
  describe_machine(row_, watch);
  describe_memory(row_, server_->memory());
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
  if (around.server_busy_share && varies_workers_)
    around.server_busy_share = busy_of_its_own(*around.server_busy_share, server_cpus_, row_.workers);
  around.log_bytes = server_->log_bytes_since_ready() - log_bytes_before_;
  describe_gates(row_, check_slice(load_, result, around));
  row_.limited_by = limited_by(result, around);
  return {row_, result.service};
}

}  // namespace harness::experiment
