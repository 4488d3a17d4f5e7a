#include "harness/experiment/slice_figures.hpp"

namespace harness::experiment {
namespace {

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

/// A percentile needs ten requests beyond it to mean anything; without them the cell stays empty.
std::optional<double> percentile_us(const stats::Histogram& histogram, double q) {
  constexpr double kBeyond = 10;
  if (q > 0.5 && static_cast<double>(histogram.count()) * (1 - q) < kBeyond) return std::nullopt;
  return microseconds_of(histogram.quantile(q));
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

}  // namespace

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

std::optional<double> microseconds_of(std::optional<Nanoseconds> value) {
  if (!value) return std::nullopt;
  return to_microseconds(*value);
}

void describe_load(results::SliceRow& row, const load::LoadPlan& plan, const load::LoadResult& result) {
  row.start_mono_ns = result.window_opened.since_start.count();
  row.lead_in_s = to_seconds(result.lead_in);
  row.duration_s = to_seconds(result.window);
  describe_ledger(row, result.ledger);
  describe_service(row, result.service);
  if (result.open_loop) describe_open_loop(row, *result.open_loop);
  if (result.wire) describe_wire(row, plan, *result.wire);
  describe_client(row, result);
  row.little_ratio = result.little_ratio(plan.schedule ? result.mean_in_flight : plan.connections);
}

void describe_machine(results::SliceRow& row, const RoundWatch& watch) {
  const machine::Disturbance& disturbance = watch.disturbance();
  row.canary_before_us = microseconds_of(watch.canary_before());
  row.canary_after_us = microseconds_of(watch.canary_after());
  row.steal_share = disturbance.noise.steal_share;
  row.psi_cpu_share = disturbance.noise.psi_cpu_share;
  row.throttled_share = disturbance.noise.throttled_share;
  row.listen_overflows = disturbance.noise.listen_overflows;
  row.load_1m = disturbance.noise.load_1m;
  if (disturbance.hiccups) row.longest_stall_us = to_microseconds(disturbance.hiccups->longest);
}

}  // namespace harness::experiment
