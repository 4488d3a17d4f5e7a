#pragma once
// A run of one row and one verdict: what reports are made of in tests.
#include "harness/results/run_folder.hpp"

namespace harness::report {

inline results::StoredRun small_run() {
  results::StoredRun run;
  run.manifest.suite = "concurrency";
  run.manifest.profile = "ci";
  run.manifest.status = results::RunStatus::kComplete;
  results::SliceRow row;
  row.stack = "node/http";
  row.runtime = "node";
  row.runtime_version = "26.10.0";
  row.target = "/delay?ms=50";
  row.connections = 1024;
  row.throughput_rps = 20310.4;
  row.service_p50_us = 50'400;
  row.service_p99_us = 57'100;
  row.ok = 14'000;
  row.server_cpu_us_per_request = 22.1;
  row.server_pss_kib = 75'776;
  row.limited_by = "mixed";
  row.gate_ledger = results::Gate::kPass;
  row.guards = "MACHINE_NOISE";
  run.slices.push_back(row);
  results::VerdictRow verdict;
  verdict.claim = "AR1";
  verdict.reading = "steelman";
  verdict.quote = "enables asynchronous input/output";
  verdict.verdict = results::Verdict::kSupported;
  verdict.effect = 0.99;
  verdict.ci_low = 0.98;
  verdict.ci_high = 1.0;
  verdict.why = "It reached 0.99 of the ideal.";
  run.verdicts.push_back(verdict);
  return run;
}

}  // namespace harness::report
