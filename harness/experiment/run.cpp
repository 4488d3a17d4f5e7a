#include "harness/experiment/run.hpp"

#include <algorithm>

#include "harness/experiment/block.hpp"
#include "harness/experiment/calibration.hpp"
#include "harness/experiment/job_block.hpp"
#include "harness/experiment/launch_block.hpp"
#include "harness/experiment/reading_block.hpp"
#include "harness/experiment/warm_up_length.hpp"

namespace harness::experiment {
namespace {

/// Blocks that count make a look, and one may have been lost: from the first on, each may be it.
bool follows_a_look(int block, const workload::Profile& profile) {
  return !profile.looks.empty() && block > profile.looks.front();
}

bool has_floor(const std::vector<results::EnvRow>& env) {
  return std::ranges::any_of(env, [](const auto& row) { return row.key.starts_with("floor."); });
}

void take_over(const KnownServers& known, Bench& bench) {
  for (std::size_t arm = 0; arm < bench.plan.arms.size(); ++arm) {
    const KnownServer* server = known.find(bench.plan.arms[arm], bench.env);
    if (!server) continue;
    bench.contract[arm] = server->contract;
    add_to_env(bench, server->says);
  }
}

void hand_on(const Bench& bench, KnownServers& known) {
  for (std::size_t arm = 0; arm < bench.plan.arms.size(); ++arm)
    known.remember(bench.plan.arms[arm], bench.contract[arm], bench.env, bench.run_id);
}

Result<Ending> run_one(Bench& bench, const BlockPlan& block) {
  const workload::Suite& suite = *bench.plan.suite;
  if (suite.reads_sources()) return run_reading_block(bench, block);
  if (suite.runs_jobs()) return run_job_block(bench, block);
  return suite.drives_load() || suite.converses() ? run_block(bench, block) : run_launch_block(bench, block);
}

}  // namespace

Result<Outcome> run(const Plan& planned, const Finished& before, const machine::CpuSplit& cpus,
                    results::RunFolder& folder, const std::string& run_id, std::vector<results::EnvRow> env,
                    KnownServers& known, Listener& listener, const StillWanted& still_wanted) {
  // This thread only watches, but it must not watch from the server's CPU; and another run may follow this
  // one.
  const machine::KeptCpus kept;
  if (auto pinned = machine::pin_this_thread(cpus.client); !pinned) return tl::unexpected(pinned.error());
  Plan plan = planned;
  Bench bench{plan,     cpus,   folder,
              listener, run_id, std::move(env),
              0,        0,      std::vector<std::vector<verify::Check>>(plan.arms.size())};
  if (before.blocks == 0) {
    if (auto stored = store_absent(bench); !stored) return tl::unexpected(stored.error());
  }
  if (plan.suite->drives_load() && !has_floor(bench.env)) {
    listener.doing("measuring what the load generator itself adds");
    if (auto floor = calibrate(plan, cpus, folder)) {
      bench.env.insert(bench.env.end(), floor->begin(), floor->end());
    } else {
      listener.warn("the floor of the load generator is not known: " + floor.error().message);
    }
  }
  if (plan.profile->warm_up_window.count() > 0) {
    const auto measured = calibrate_warm_up(plan, cpus, folder, bench.env, listener);
    if (!measured) return tl::unexpected(measured.error());
    bench.env.insert(bench.env.end(), measured->begin(), measured->end());
  }
  take_over(known, bench);
  if (auto stored = folder.write_env(bench.env); !stored) return tl::unexpected(stored.error());
  Outcome outcome{Ending::kComplete, 0, before.blocks, before.slices};
  for (const BlockPlan& next : std::span(plan.blocks).subspan(static_cast<std::size_t>(before.blocks))) {
    std::set<results::Series> wanted;
    if (follows_a_look(next.number, *plan.profile)) {
      auto asked = still_wanted();
      if (!asked) return tl::unexpected(asked.error());
      if (asked->empty()) break;
      wanted = *std::move(asked);
    }
    const bool spare = next.number > static_cast<int>(plan.wanted_blocks());
    const BlockPlan block = spare ? only(wanted, next, plan) : next;
    const auto ending = run_one(bench, block);
    if (!ending) return tl::unexpected(ending.error());
    outcome.ending = *ending;
    outcome.blocks = block.number;
    outcome.slices += block.slots.size();
    if (*ending == Ending::kInterrupted) break;
  }
  hand_on(bench, known);
  outcome.failed_arms = bench.failed_arms;
  return outcome;
}

}  // namespace harness::experiment
