#include "harness/experiment/server_figures.hpp"

namespace harness::experiment {

void describe_cpu(results::SliceRow& row, const ServerMeter& meter, Nanoseconds window, double answers_per_s,
                  std::size_t server_cpus) {
  const auto cpus_used = meter.cpus_used();
  if (!cpus_used) return;
  row.server_cpu_s = *cpus_used * to_seconds(window);
  row.server_busy_share = *cpus_used / static_cast<double>(server_cpus);
  if (answers_per_s > 0) row.server_cpu_us_per_request = 1e6 * *cpus_used / answers_per_s;
}

void describe_memory(results::SliceRow& row, const Result<process::Memory>& memory) {
  if (!memory) return;
  row.server_pss_kib = memory->pss_kib;
  row.server_processes = static_cast<std::uint64_t>(memory->processes);
  row.server_threads = static_cast<std::uint64_t>(memory->threads);
}

Surroundings surroundings_of(const results::SliceRow& row) {
  Surroundings around;
  around.server_busy_share = row.server_busy_share;
  around.server_requests = row.server_requests;
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
  row.gate_order = gates.order;
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

}  // namespace harness::experiment
