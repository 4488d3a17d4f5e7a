#include "harness/experiment/calibration.hpp"

#include <algorithm>

#include "harness/experiment/null_server.hpp"
#include "harness/experiment/slice.hpp"
#include "harness/experiment/until_stopped.hpp"
#include "harness/load/engine.hpp"
#include "harness/process/signals.hpp"

namespace harness::experiment {
namespace {

std::vector<workload::Cell> load_shapes(const Plan& plan) {
  std::vector<workload::Cell> shapes;
  for (workload::Cell cell : plan.cells) {
    if (cell.talk) continue;
    cell.stalled = 0;
    cell.target = kNullTarget;
    cell.beside.reset();
    cell.workers = 0;
    cell.hops = 0;
    if (std::find(shapes.begin(), shapes.end(), cell) == shapes.end()) shapes.push_back(std::move(cell));
  }
  return shapes;
}

void add_rows(std::vector<results::EnvRow>& rows, const workload::Cell& cell,
              const load::LoadResult& result) {
  const auto add = [&](const char* what, std::optional<double> value) {
    if (value)
      rows.push_back({fmt::format("floor.{}.{}", cell.load_shape(), what), fmt::format("{:.1f}", *value),
                      "null server, same load"});
  };
  const auto us = [](std::optional<Nanoseconds> value) {
    return value ? std::optional(to_microseconds(*value)) : std::nullopt;
  };
  add("throughput_rps", result.throughput_rps);
  add("service_p50_us", us(result.service.quantile(0.5)));
  add("service_p99_us", us(result.service.quantile(0.99)));
  add("client_cpu_us_per_request", result.client_cpu_us_per_request());
  if (!result.open_loop) return;
  add("response_p50_us", us(result.open_loop->response.quantile(0.5)));
  add("response_p99_us", us(result.open_loop->response.quantile(0.99)));
  add("lateness_p99_us", us(result.open_loop->lateness.quantile(0.99)));
}

}  // namespace

Result<std::vector<results::EnvRow>> calibrate(const Plan& plan, const machine::CpuSplit& cpus,
                                               const results::RunFolder& folder) {
  auto server = launch_null_server(cpus.server, folder.log_path(""));
  if (!server) return tl::unexpected(server.error());
  std::vector<results::EnvRow> rows;
  UntilStopped observer;
  for (const workload::Cell& cell : load_shapes(plan)) {
    if (process::StopRequest::requested()) break;
    const auto result = load::run(load_plan(plan, cell, server->port(), cpus, plan.seed), observer);
    if (!result) return tl::unexpected(result.error());
    add_rows(rows, cell, *result);
  }
  return rows;
}

}  // namespace harness::experiment
