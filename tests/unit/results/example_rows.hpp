#pragma once
// Rows with every cell set to something of its own, so that two swapped columns show.
#include "harness/results/cause_row.hpp"
#include "harness/results/control_row.hpp"
#include "harness/results/env_row.hpp"
#include "harness/results/mutation_row.hpp"
#include "harness/results/run_manifest.hpp"
#include "harness/results/slice_row.hpp"
#include "harness/results/verdict_row.hpp"

namespace harness::results {

/// Only what every row must say: the rest was not measured.
inline SliceRow bare_slice() {
  SliceRow row;
  row.run_id = "r1";
  row.suite = "concurrency";
  row.profile = "ci";
  row.cell = "/delay?ms=50 c=64";
  row.target = "/delay?ms=50";
  row.connections = 64;
  row.stack = "node/http";
  return row;
}

inline SliceRow full_slice() {
  SliceRow row = bare_slice();
  row.block = 3;
  row.order = 1;
  row.envelope = "1cpu";
  row.runtime = "node";
  row.runtime_version = "26.10.0";
  row.workers = 2;
  row.status = SliceStatus::kInvalid;
  row.reason = "said \"no\", twice\nand left";
  row.start_mono_ns = 123456789012345;
  row.lead_in_s = 0.3;
  row.duration_s = 2;
  row.turns = 80;
  std::uint64_t count = 100;
  for (auto* each : {&row.scheduled,
                     &row.ok,
                     &row.http_error,
                     &row.connect_failed,
                     &row.reset_before_byte,
                     &row.reset_mid_body,
                     &row.bad_response,
                     &row.timeout,
                     &row.shed,
                     &row.in_flight_at_end,
                     &row.never_dispatched,
                     &row.bytes_in,
                     &row.bytes_out,
                     &row.new_connections,
                     &row.connections_without_response,
                     &row.server_pss_kib,
                     &row.server_processes,
                     &row.server_threads,
                     &row.stamp_one_in,
                     &row.sent_in_all,
                     &row.server_requests,
                     &row.beside_jobs,
                     &row.beside_failed}) {
    *each = ++count;
  }
  double real = 0.1;
  for (auto* each : {&row.throughput_rps,
                     &row.service_min_us,
                     &row.service_mean_us,
                     &row.service_p50_us,
                     &row.service_p90_us,
                     &row.service_p99_us,
                     &row.service_p99_9_us,
                     &row.service_max_us,
                     &row.server_cpu_s,
                     &row.server_cpu_us_per_request,
                     &row.server_busy_share,
                     &row.client_cpu_s,
                     &row.client_cpu_us_per_request,
                     &row.client_busy_share,
                     &row.little_ratio,
                     &row.steal_share,
                     &row.psi_cpu_share,
                     &row.load_1m,
                     &row.rate_rps,
                     &row.response_mean_us,
                     &row.response_p50_us,
                     &row.response_p90_us,
                     &row.response_p99_us,
                     &row.response_p99_9_us,
                     &row.response_max_us,
                     &row.lateness_p50_us,
                     &row.lateness_p99_us,
                     &row.lateness_max_us,
                     &row.exact_up_to_quantile,
                     &row.wire_p50_us,
                     &row.client_out_p50_us,
                     &row.client_in_p50_us,
                     &row.jain_index,
                     &row.connect_max_us,
                     &row.longest_stall_us,
                     &row.client_in_line_share,
                     &row.canary_before_us,
                     &row.canary_after_us,
                     &row.beside_asked_us,
                     &row.beside_alone_us,
                     &row.beside_job_us,
                     &row.calm_response_p50_us,
                     &row.calm_response_p99_us}) {
    *each = (real += 0.1);
  }
  row.gate_ledger = Gate::kPass;
  row.gate_responses = Gate::kFail;
  row.arrivals = "poisson";
  row.dispatch = "pooled";
  row.beside_target = "/cpu/nbody?n=7";
  row.gate_beside = Gate::kPass;
  row.conversation = "room";
  row.rooms = 50;
  row.last_member_p50_us = 1200.5;
  row.gate_order = Gate::kPass;
  row.guards = "MACHINE_NOISE QUANTIZED";
  row.limited_by = "server_cpu";
  row.histogram = "b3_o1.hdr";
  return row;
}

inline VerdictRow full_verdict() {
  VerdictRow row;
  row.run_id = "r1";
  row.claim = "SP8";
  row.reading = "T0";
  row.quote = "requests are processed much more slowly";
  row.metric = "throughput_rps";
  row.numerator = "node/http";
  row.denominator = "python/asyncio";
  row.cells = "/a c=1; /b c=1";
  row.direction = "above";
  row.threshold = 2;
  row.verdict = Verdict::kRefuted;
  row.reason = "too-small";
  row.effect = 1.5;
  row.ci_low = 1.4;
  row.ci_high = 1.6;
  row.ci_level = 0.95;
  row.n_blocks = 6;
  row.n_excluded = 1;
  row.looks_planned = 3;
  row.claims_in_family = 6;
  row.p_value = 0.001;
  row.p_holm = 0.006;
  row.pseudo_median = 1.49;
  row.companion = "agrees";
  row.blocks_needed = 9;
  row.minutes_needed = 10.5;
  row.also_shown = "python/threads 0.98 [0.97, 0.99]";
  row.detail = "x";
  row.claims_sha256 = "abc";
  row.why = "because, of \"numbers\"";
  return row;
}

inline ControlRow full_control() {
  ControlRow row;
  row.run_id = "r1";
  row.control = "A/A";
  row.metric = "throughput_rps";
  row.stack = "node/http";
  row.arm = "node/http:same";
  row.cell = "/plaintext c=64";
  row.outcome = ControlOutcome::kAlarm;
  row.reason = "none";
  row.effect = 1.05;
  row.ci_low = 1.01;
  row.ci_high = 1.09;
  row.ci_level = 0.99;
  row.n_blocks = 6;
  row.n_excluded = 1;
  row.detectable = 1.03;
  return row;
}

inline CauseRow full_cause() {
  return {.run_id = "r1",
          .claim = "SP6",
          .reading = "average",
          .knob = "JIT compilers \"off\"",
          .arm = "node/kernels",
          .turned = "node/kernels-jitless",
          .cells = "the mean of 11 cells",
          .metric = "job_steady_s",
          .gap = 12.1,
          .gap_turned = 1.21,
          .share = 0.92,
          .share_low = 0.9,
          .share_high = 0.94,
          .ci_level = 0.95,
          .n_blocks = 6,
          .reason = "none"};
}

inline MutationRow full_mutation() {
  return {.mutation = "node-etag",
          .stack = "node/http",
          .title = "ETag, \"on\"",
          .pitfall = "Work the peers do not do.",
          .outcome = "caught",
          .caught_by = "header-set response-size",
          .fired = "header-set",
          .detail = "header-set: headers are etag",
          .target = "/json?k={rand}&n=50",
          .connections = 64,
          .peer = "python/asyncio",
          .healthy_requests_per_server_cpu_s = 1.5,
          .mutant_requests_per_server_cpu_s = 2.5,
          .healthy_throughput_rps = 3.5,
          .mutant_throughput_rps = 4.5,
          .healthy_service_p50_us = 5.5,
          .mutant_service_p50_us = 6.5,
          .node_python_healthy = 7.5,
          .node_python_mutant = 8.5,
          .moved = 9.5,
          .moved_throughput = 10.5,
          .moved_service_p50 = 11.5};
}

inline RunManifest full_manifest() {
  RunManifest manifest;
  manifest.procedure.emplace().looks = {6, 10};
  manifest.procedure->spare_blocks = 2;
  manifest.procedure->noise_guards.emplace();
  Controls& controls = manifest.procedure->controls.emplace();
  controls.stack = "node/http";
  controls.target = "/plaintext";
  controls.connections = 64;
  controls.metric = "throughput_rps";
  manifest.run_id = "r1";
  manifest.status = RunStatus::kComplete;
  manifest.suite = "concurrency";
  manifest.profile = "ci";
  manifest.stacks = {"node/http", "/home/me/stack.toml"};
  manifest.claims = {"AR1"};
  manifest.judged = {"AR1 strict"};
  manifest.budget = "9m";
  manifest.seed = 18446744073709551615ULL;
  manifest.started_utc = "2026-11-22T21:04:00Z";
  manifest.finished_utc = "2026-11-22T21:14:00Z";
  manifest.harness_version = "0.1.0";
  manifest.git_sha = "1c0ffee2";
  manifest.build_type = "Release";
  manifest.claims_sha256 = "abc";
  manifest.suite_claims_sha256 = "def";
  manifest.cpus = {"0", "1"};
  manifest.planned_blocks = 6;
  manifest.planned_rows = 24;
  manifest.stored_rows = 2;
  manifest.notes = {"a note"};
  return manifest;
}

}  // namespace harness::results
