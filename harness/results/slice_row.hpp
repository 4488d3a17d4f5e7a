#pragma once
// One row of slices.csv: one measured stretch of one arm in a block. Plain data; the meaning of each member
// is in the column dictionary (results/README.md), which has the same names in the same order.
// Units: in the names. An empty optional is "not measured"; there is no 0, -1 or NaN standing for it.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "harness/results/column.hpp"

namespace harness::results {

enum class SliceStatus {
  kOk,       ///< measured, and every gate passed or did not apply
  kInvalid,  ///< measured, but a gate failed: never feeds a verdict
  kFailed,   ///< the server or the harness gave up during the slice
  kAbsent,   ///< the arm cannot run here; `reason` says what is missing
};

enum class Gate {
  kNa,  ///< there is nothing to decide
  kPass,
  kWarn,  ///< worth knowing, does not forbid to judge
  kFail,  ///< the row is invalid
};

/// "ok" | "invalid" | "failed" | "absent", as stored.
[[nodiscard]] std::string_view text(SliceStatus status);
/// "pass" | "warn" | "fail" | "na", as stored.
[[nodiscard]] std::string_view text(Gate gate);

struct SliceRow {
  int schema = kSchema;
  std::string run_id;
  std::string suite;
  std::string profile;
  int block = 0;
  int order = 0;
  std::string cell;
  std::string target;
  int connections = 0;
  std::optional<double> rate_rps;
  std::string arrivals;
  std::string dispatch;
  std::string conversation;
  std::optional<std::uint64_t> rooms;
  std::string envelope;
  std::string stack;
  std::string runtime;
  std::string runtime_version;
  int workers = 1;
  SliceStatus status = SliceStatus::kOk;
  std::string reason;

  std::optional<std::int64_t> start_mono_ns;
  std::optional<double> lead_in_s;
  std::optional<double> duration_s;
  std::optional<std::uint64_t> turns;

  std::optional<std::uint64_t> scheduled;
  std::optional<std::uint64_t> ok;
  std::optional<std::uint64_t> http_error;
  std::optional<std::uint64_t> connect_failed;
  std::optional<std::uint64_t> reset_before_byte;
  std::optional<std::uint64_t> reset_mid_body;
  std::optional<std::uint64_t> bad_response;
  std::optional<std::uint64_t> timeout;
  std::optional<std::uint64_t> shed;
  std::optional<std::uint64_t> in_flight_at_end;
  std::optional<std::uint64_t> never_dispatched;

  std::optional<double> throughput_rps;
  std::optional<double> service_min_us;
  std::optional<double> service_mean_us;
  std::optional<double> service_p50_us;
  std::optional<double> service_p90_us;
  std::optional<double> service_p99_us;
  std::optional<double> service_p99_9_us;
  std::optional<double> service_max_us;

  std::optional<double> response_mean_us;
  std::optional<double> response_p50_us;
  std::optional<double> response_p90_us;
  std::optional<double> response_p99_us;
  std::optional<double> response_p99_9_us;
  std::optional<double> response_max_us;
  std::optional<double> lateness_p50_us;
  std::optional<double> lateness_p99_us;
  std::optional<double> lateness_max_us;
  std::optional<double> last_member_p50_us;
  std::optional<double> exact_up_to_quantile;
  std::optional<std::uint64_t> stamp_one_in;
  std::optional<double> wire_p50_us;
  std::optional<double> client_out_p50_us;
  std::optional<double> client_in_p50_us;

  std::optional<std::uint64_t> bytes_in;
  std::optional<std::uint64_t> bytes_out;
  std::optional<std::uint64_t> new_connections;
  std::optional<std::uint64_t> connections_without_response;
  std::optional<double> jain_index;
  std::optional<double> connect_max_us;
  std::optional<std::uint64_t> sent_in_all;
  std::optional<std::uint64_t> server_requests;

  std::optional<double> server_cpu_s;
  std::optional<double> server_cpu_us_per_request;
  std::optional<double> server_busy_share;
  std::optional<std::uint64_t> server_pss_kib;
  std::optional<std::uint64_t> server_processes;
  std::optional<std::uint64_t> server_threads;

  std::optional<double> client_cpu_s;
  std::optional<double> client_cpu_us_per_request;
  std::optional<double> client_busy_share;
  std::optional<double> little_ratio;

  std::optional<double> job_wall_s;
  std::optional<double> job_setup_s;
  std::optional<double> job_work_s;
  std::optional<double> job_checks_s;
  std::optional<std::uint64_t> job_iterations;
  std::optional<double> job_first_s;
  std::optional<double> job_steady_s;
  std::optional<double> job_steady_cpu_s;
  std::optional<double> job_cpu_s;
  std::optional<std::uint64_t> job_max_rss_kib;
  std::string job_tag;
  std::optional<double> job_rate_per_s;

  std::optional<double> start_ready_s;
  std::optional<double> start_first_s;

  std::string beside_target;
  std::optional<double> beside_asked_us;
  std::optional<double> beside_alone_us;
  std::optional<double> beside_job_us;
  std::optional<std::uint64_t> beside_jobs;
  std::optional<std::uint64_t> beside_failed;
  std::optional<double> calm_response_p50_us;
  std::optional<double> calm_response_p99_us;
  std::optional<double> loop_lag_max_us;

  std::string pair;
  std::optional<std::uint64_t> code_lines;
  std::optional<std::uint64_t> code_lines_beside_brackets;
  std::optional<std::uint64_t> code_lines_with_braces;
  std::optional<std::uint64_t> code_tokens;
  std::optional<std::uint64_t> code_gzip_bytes;
  std::optional<std::uint64_t> code_blocks;
  std::optional<std::uint64_t> code_braced_blocks;
  std::string code_sources;
  std::string code_sha256;
  std::optional<std::uint64_t> mutants;
  std::optional<std::uint64_t> mutants_rejected_near;
  std::optional<std::uint64_t> mutants_rejected_elsewhere;
  std::optional<std::uint64_t> mutants_crashed_near;
  std::optional<std::uint64_t> mutants_crashed_elsewhere;
  std::optional<std::uint64_t> mutants_wrong;
  std::optional<std::uint64_t> mutants_unchanged;

  Gate gate_contract = Gate::kNa;
  Gate gate_ledger = Gate::kNa;
  Gate gate_responses = Gate::kNa;
  Gate gate_order = Gate::kNa;
  Gate gate_little = Gate::kNa;
  Gate gate_early = Gate::kNa;
  Gate gate_client = Gate::kNa;
  Gate gate_nodelay = Gate::kNa;
  Gate gate_keepalive = Gate::kNa;
  Gate gate_bytes = Gate::kNa;
  Gate gate_headers = Gate::kNa;
  Gate gate_log = Gate::kNa;
  Gate gate_info = Gate::kNa;
  Gate gate_backlog = Gate::kNa;
  Gate gate_saturation = Gate::kNa;
  Gate gate_two_regimes = Gate::kNa;
  Gate gate_vintage = Gate::kNa;
  Gate gate_build_class = Gate::kNa;
  Gate gate_accept = Gate::kNa;
  Gate gate_tie = Gate::kNa;
  Gate gate_beside = Gate::kNa;

  std::string guards;
  std::string limited_by;
  std::optional<double> steal_share;
  std::optional<double> psi_cpu_share;
  std::optional<double> throttled_share;
  std::optional<std::uint64_t> listen_overflows;
  std::optional<double> longest_stall_us;
  std::optional<double> client_in_line_share;
  std::optional<double> canary_before_us;
  std::optional<double> canary_after_us;
  std::optional<double> load_1m;
  std::string histogram;

  friend bool operator==(const SliceRow&, const SliceRow&) = default;
};

}  // namespace harness::results
