// How fast stored rows are read and judged: what `harness verdict RUN` does with a large run, but for the
// file.
#include <string>
#include <thread>

#include <benchmark/benchmark.h>

#include "harness/results/csv.hpp"
#include "harness/verdict/judge.hpp"
#include "harness/verdict/observations.hpp"

namespace {

using namespace harness;

const workload::Cell kCell{"/plaintext", 64, {}};

results::SliceRow row(const char* stack, int block, double rps) {
  results::SliceRow row;
  row.run_id = "2026-11-22T21-04_9f3a_1c0ffee2";
  row.suite = "concurrency";
  row.profile = "ci";
  row.block = block;
  row.cell = kCell.id();
  row.target = kCell.target;
  row.connections = kCell.connections;
  row.stack = stack;
  row.start_mono_ns = 1'000'000'000LL * block;
  for (auto* measured : {&row.duration_s, &row.service_min_us, &row.service_mean_us, &row.service_p50_us,
                         &row.service_p90_us, &row.service_p99_us, &row.service_p99_9_us, &row.service_max_us,
                         &row.server_cpu_s, &row.server_cpu_us_per_request, &row.server_busy_share,
                         &row.client_cpu_s, &row.client_cpu_us_per_request, &row.client_busy_share,
                         &row.little_ratio, &row.steal_share, &row.canary_before_us, &row.canary_after_us})
    *measured = rps / 7;
  row.steal_share = 0.001;
  row.throughput_rps = rps;
  for (auto* counted :
       {&row.scheduled, &row.ok, &row.http_error, &row.connect_failed, &row.reset_before_byte,
        &row.reset_mid_body, &row.bad_response, &row.timeout, &row.shed, &row.in_flight_at_end,
        &row.never_dispatched, &row.bytes_in, &row.bytes_out, &row.new_connections, &row.server_pss_kib,
        &row.server_processes, &row.server_threads})
    *counted = 4321;
  return row;
}

std::string table(int rows) {
  std::string text = results::csv_header(results::slice_columns());
  for (int i = 0; i < rows / 4; ++i) {
    for (const char* stack : {"node/http", "python/asyncio", "python/asyncio", "node/http"})
      text += results::csv_line(row(stack, i, 20'000 + i % 97 + (*stack == 'n' ? 3'000 : 0))).value();
  }
  return text;
}

workload::Claim claim() {
  workload::Claim claim;
  claim.id = "SP8";
  claim.suite = "concurrency";
  claim.metric = "throughput_rps";
  claim.numerator = "node/http";
  claim.denominator = "python/asyncio";
  claim.threshold = 2;
  claim.contrasts = {{kCell, kCell, {}}};
  return claim;
}

void read_and_judge(benchmark::State& state) {
  const std::string text = table(static_cast<int>(state.range(0)));
  const std::vector claims{claim()};
  const verdict::Context context;
  for (auto _ : state) {
    std::vector<verdict::Observations> seen;
    for (unsigned part = 0; part < std::max(std::thread::hardware_concurrency(), 1U); ++part)
      seen.emplace_back(claims, context.procedure);
    std::vector<results::VisitSlice> visitors;
    for (auto& part : seen) visitors.emplace_back([&part](const results::SliceRow& each) { part.add(each); });
    if (!results::visit_slices(text, visitors)) state.SkipWithError("the rows cannot be read");
    for (std::size_t part = 1; part < seen.size(); ++part) seen.front().add(std::move(seen[part]));
    benchmark::DoNotOptimize(verdict::judge(claims, seen.front(), context));
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK(read_and_judge)->Arg(100'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
