#include "harness/experiment/warm_up.hpp"

#include <algorithm>
#include <iterator>
#include <set>

#include "harness/experiment/conversation_slice.hpp"
#include "harness/experiment/jobs_beside.hpp"
#include "harness/experiment/slice.hpp"
#include "harness/experiment/until_stopped.hpp"
#include "harness/load/engine.hpp"
#include "harness/process/signals.hpp"

namespace harness::experiment {
namespace {

/// As long as the load again, for each kind of job that the arm will meet.
Result<void> warm_up_jobs(const Plan& plan, const Arm& arm, const process::Server& server) {
  std::set<std::string> warm;
  for (const workload::Cell& cell : plan.cells) {
    if (!cell.beside || !is_met_by(*arm.stack, *cell.beside) || !warm.insert(cell.beside->target).second)
      continue;
    JobsBeside jobs(server.port(), *cell.beside, plan.profile->slice, plan.suite->timeout);
    if (auto warmed = jobs.warm_up(plan.warm_up); !warmed) return warmed;
  }
  return {};
}

Result<void> warm_up_with_load(const Plan& plan, const workload::Cell& cell, const process::Server& server,
                               const machine::CpuSplit& cpus, Nanoseconds length) {
  UntilStopped observer;
  load::LoadPlan load = load_plan(plan, cell, server.port(), cpus, plan.seed);
  load.lead_in = Nanoseconds(0);
  load.lead_in_limit = milliseconds(200);
  load.drain = milliseconds(200);
  load.duration = length;
  const auto result = load::run(load, observer);
  if (!result) return tl::unexpected(result.error());
  return {};
}

}  // namespace

/// With most connections most requests are answered, and just-in-time compilers count requests.
std::vector<workload::Cell> warm_up_bursts(const Plan& plan) {
  std::vector<workload::Cell> cells;
  for (const workload::LoadLine& line : plan.suite->load) {
    if (std::ranges::find(cells, line.target, &workload::Cell::target) != cells.end()) continue;
    int most = 1;
    for (const workload::Cell& cell : plan.cells) {
      if (cell.target == line.target) most = std::max(most, cell.connections);
    }
    cells.push_back({line.target, most, {}, {}});
    cells.back().body = line.body;
  }
  return cells;
}

std::vector<workload::Cell> warm_up_talks(const Plan& plan) {
  std::vector<workload::Cell> cells;
  for (const workload::Cell& cell : plan.cells) {
    if (!cell.talk) continue;
    const auto same = std::ranges::find(cells, cell.target, &workload::Cell::target);
    if (same == cells.end()) {
      cells.push_back(cell);
    } else if (same->connections < cell.connections) {
      *same = cell;
    }
  }
  return cells;
}

WarmUp warm_up_of(const Plan& plan) {
  std::vector<workload::Cell> cells = warm_up_bursts(plan);
  std::ranges::move(warm_up_talks(plan), std::back_inserter(cells));
  const auto shares = std::max<std::int64_t>(1, std::ssize(cells));
  return {std::move(cells), plan.warm_up / shares};
}

Result<void> warm_up(const Plan& plan, const Arm& arm, process::Server& server,
                     const machine::CpuSplit& cpus) {
  const WarmUp each = warm_up_of(plan);
  for (workload::Cell cell : each.cells) {
    if (!plan.asks(arm, cell.target)) continue;
    cell.hops = arm.hops;
    const auto warmed = cell.talk ? warm_up_by_talking(plan, cell, server, cpus, each.length)
                                  : warm_up_with_load(plan, cell, server, cpus, each.length);
    if (!warmed) return warmed;
    if (process::StopRequest::requested()) return {};
  }
  return warm_up_jobs(plan, arm, server);
}

}  // namespace harness::experiment
