#include "harness/experiment/slice.hpp"

#include "harness/experiment/gates.hpp"
#include "harness/experiment/server_count.hpp"
#include "harness/load/engine.hpp"
#include "harness/machine/canary.hpp"
#include "harness/machine/watch.hpp"
#include "harness/process/signals.hpp"

namespace harness::experiment {
namespace {

/// What the server looked like at one edge of the window.
struct Edge {
  Instant at;
  Result<Nanoseconds> cpu = Nanoseconds(0);
};

class SliceObserver : public load::Observer {
 public:
  SliceObserver(process::Server& server, std::optional<int> client_cpu)
      : server_(server), client_cpu_(client_cpu) {}
  void window_opened() override {
    watch_.emplace(client_cpu_);
    opened_ = look();
  }
  void window_closed() override {
    closed_ = look();
    disturbance_ = watch_->end();
  }
  void drained() override { memory_ = server_.memory(); }
  bool stop_requested() override { return process::StopRequest::requested() || server_.exited().has_value(); }

  /// Fills what was seen of server and machine; rates are taken over the time between the two looks.
  void describe(results::SliceRow& row, const load::LoadResult& result, std::size_t server_cpus) const {
    if (memory_) {
      row.server_pss_kib = memory_->pss_kib;
      row.server_processes = static_cast<std::uint64_t>(memory_->processes);
      row.server_threads = static_cast<std::uint64_t>(memory_->threads);
    }
    if (!opened_ || !closed_) return;
    const Nanoseconds wall = closed_->at - opened_->at;
    row.steal_share = disturbance_.noise.steal_share;
    row.psi_cpu_share = disturbance_.noise.psi_cpu_share;
    row.load_1m = disturbance_.noise.load_1m;
    if (disturbance_.hiccups) row.longest_stall_us = to_microseconds(disturbance_.hiccups->longest);
    if (!opened_->cpu || !closed_->cpu) return;
    const double cpus_used = to_seconds(*closed_->cpu - *opened_->cpu) / to_seconds(wall);
    row.server_cpu_s = cpus_used * to_seconds(result.window);
    row.server_busy_share = cpus_used / static_cast<double>(server_cpus);
    if (result.throughput_rps > 0) row.server_cpu_us_per_request = 1e6 * cpus_used / result.throughput_rps;
  }

 private:
  Edge look() {
    Edge edge;
    edge.cpu = server_.cpu_time();
    edge.at = clock_.now();
    return edge;
  }

  process::Server& server_;
  std::optional<int> client_cpu_;
  std::optional<machine::Watch> watch_;
  machine::Disturbance disturbance_;
  SteadyClock clock_;
  std::optional<Edge> opened_;
  std::optional<Edge> closed_;
  Result<process::Memory> memory_ = environment_error("not read");
};

void describe_ledger(results::SliceRow& row, const load::Ledger& ledger) {
  row.scheduled = ledger.scheduled;
  row.ok = ledger.ok;
  row.http_error = ledger.http_error;
  row.connect_failed = ledger.connect_failed;
  row.reset_before_byte = ledger.reset_before_byte;
  row.reset_mid_body = ledger.reset_mid_body;
  row.bad_response = ledger.bad_response;
  row.timeout = ledger.timeout;
  row.shed = ledger.shed;
  row.in_flight_at_end = ledger.in_flight_at_end;
  row.never_dispatched = ledger.never_dispatched;
}

std::optional<double> microseconds_of(std::optional<Nanoseconds> value) {
  if (!value) return std::nullopt;
  return to_microseconds(*value);
}

/// A percentile needs ten requests beyond it to mean anything; without them the cell stays empty.
std::optional<double> percentile_us(const stats::Histogram& histogram, double q) {
  constexpr double kBeyond = 10;
  if (q > 0.5 && static_cast<double>(histogram.count()) * (1 - q) < kBeyond) return std::nullopt;
  return microseconds_of(histogram.quantile(q));
}

void describe_service(results::SliceRow& row, const stats::Histogram& service) {
  row.service_min_us = microseconds_of(service.min());
  row.service_p50_us = percentile_us(service, 0.50);
  row.service_p90_us = percentile_us(service, 0.90);
  row.service_p99_us = percentile_us(service, 0.99);
  row.service_p99_9_us = percentile_us(service, 0.999);
  row.service_max_us = microseconds_of(service.max());
  if (const auto mean = service.mean_ns()) row.service_mean_us = *mean / 1e3;
}

void describe_open_loop(results::SliceRow& row, const load::OpenLoopTimes& times) {
  row.response_p50_us = percentile_us(times.response, 0.50);
  row.response_p90_us = percentile_us(times.response, 0.90);
  row.response_p99_us = percentile_us(times.response, 0.99);
  row.response_p99_9_us = percentile_us(times.response, 0.999);
  row.response_max_us = microseconds_of(times.response.max());
  if (const auto mean = times.response.mean_ns()) row.response_mean_us = *mean / 1e3;
  row.lateness_p50_us = percentile_us(times.lateness, 0.50);
  row.lateness_p99_us = percentile_us(times.lateness, 0.99);
  row.lateness_max_us = microseconds_of(times.lateness.max());
}

void describe_wire(results::SliceRow& row, const load::LoadPlan& plan, const load::WireTimes& wire) {
  row.stamp_one_in = static_cast<std::uint64_t>(plan.stamp_one_in);
  row.wire_p50_us = microseconds_of(wire.wire.quantile(0.5));
  row.client_out_p50_us = microseconds_of(wire.client_out.quantile(0.5));
  row.client_in_p50_us = microseconds_of(wire.client_in.quantile(0.5));
}

void describe_client(results::SliceRow& row, const load::LoadResult& result) {
  row.throughput_rps = result.throughput_rps;
  row.bytes_in = result.bytes_in;
  row.bytes_out = result.bytes_out;
  row.new_connections = result.new_connections;
  row.connections_without_response = result.connections_without_response;
  row.jain_index = result.jain_index;
  row.connect_max_us = microseconds_of(result.connect.max());
  row.sent_in_all = result.sent_in_all;
  row.exact_up_to_quantile = result.exact_up_to();
  row.client_in_line_share = result.client_in_line_share;
  row.client_cpu_s = to_seconds(result.client_cpu);
  row.client_busy_share = result.client_busy_share;
  if (result.throughput_rps > 0) {
    row.client_cpu_us_per_request =
        1e6 * to_seconds(result.client_cpu) / (result.throughput_rps * to_seconds(result.window));
  }
}

/// How fast the server's CPU is while the server rests.
std::optional<double> canary_us(const machine::CpuSplit& cpus) {
  constexpr Nanoseconds kLongEnough = milliseconds(5);
  if (cpus.server.empty()) return {};
  return microseconds_of(machine::canary(cpus.server.front(), kLongEnough));
}

void describe_gates(results::SliceRow& row, const SliceGates& gates) {
  row.gate_ledger = gates.ledger;
  row.gate_responses = gates.responses;
  row.gate_little = gates.little;
  row.gate_early = gates.early;
  row.gate_client = gates.client;
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

Result<Measured> measure_slice(const Plan& plan, const Arm& arm, const workload::Cell& cell,
                               process::Server& server, const machine::CpuSplit& cpus, std::uint64_t seed) {
  SliceObserver observer(server, cpus.client.empty() ? std::nullopt : std::optional(cpus.client.front()));
  const load::LoadPlan load = load_plan(plan, cell, server.port(), cpus, seed);
  const auto counted_before = requests_counted(server.port());
  const auto canary_before = canary_us(cpus);
  const auto result = load::run(load, observer);
  if (!result) return tl::unexpected(result.error());

  Measured measured{blank_row(plan, arm, cell), result->service, result->interrupted};
  results::SliceRow& row = measured.row;
  row.canary_before_us = canary_before;
  row.canary_after_us = canary_us(cpus);
  row.start_mono_ns = result->window_opened.since_start.count();
  row.lead_in_s = to_seconds(result->lead_in);
  row.duration_s = to_seconds(result->window);
  describe_ledger(row, result->ledger);
  describe_service(row, result->service);
  if (result->open_loop) describe_open_loop(row, *result->open_loop);
  if (result->wire) describe_wire(row, load, *result->wire);
  describe_client(row, *result);
  observer.describe(row, *result, cpus.server.size());
  row.little_ratio = result->little_ratio(load.schedule ? result->mean_in_flight : cell.connections);
  if (counted_before)
    row.server_requests = requests_counted_since(server.port(), *counted_before, result->sent_in_all);

  Surroundings around;
  around.server_busy_share = row.server_busy_share;
  around.server_requests = row.server_requests;
  around.promised_wait = promised_wait(cell.target);
  around.steal_share = row.steal_share;
  if (row.longest_stall_us)
    around.longest_stall = Nanoseconds(static_cast<std::int64_t>(*row.longest_stall_us * 1e3));
  describe_gates(row, check_slice(load, *result, around));
  row.limited_by = limited_by(*result, around);
  return measured;
}

}  // namespace harness::experiment
