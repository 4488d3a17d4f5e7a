#include "harness/experiment/run.hpp"

#include "harness/experiment/block.hpp"
#include "harness/experiment/calibration.hpp"

namespace harness::experiment {
namespace {

/// Blocks that count make a look, and one may have been lost: from the first on, each may be it.
bool may_be_a_look(const workload::Profile& profile, int block) {
  return !profile.looks.empty() && block >= profile.looks.front();
}

}  // namespace

Result<Outcome> run(const Plan& plan, const machine::CpuSplit& cpus, results::RunFolder& folder,
                    std::vector<results::EnvRow> env, Listener& listener, const StillWanted& still_wanted) {
  // This thread only watches, but it must not watch from the server's CPU.
  if (auto pinned = machine::pin_this_thread(cpus.client); !pinned) return tl::unexpected(pinned.error());
  Bench bench{plan, cpus, folder, listener, std::move(env), 0, 0, std::vector<std::string>(plan.arms.size())};
  if (auto stored = store_absent(bench); !stored) return tl::unexpected(stored.error());
  listener.doing("measuring what the load generator itself adds");
  if (auto floor = calibrate(plan, cpus, folder)) {
    bench.env.insert(bench.env.end(), floor->begin(), floor->end());
  } else {
    listener.warn("the floor of the load generator is not known: " + floor.error().message);
  }
  Outcome outcome;
  std::set<results::Series> wanted;
  for (const BlockPlan& planned : plan.blocks) {
    const bool spare = planned.number > static_cast<int>(plan.wanted_blocks());
    const BlockPlan block = spare ? only(wanted, planned, plan) : planned;
    const auto ending = run_block(bench, block);
    if (!ending) return tl::unexpected(ending.error());
    outcome.ending = *ending;
    outcome.blocks = block.number;
    outcome.slices += block.slots.size();
    if (*ending == Ending::kInterrupted) break;
    if (!may_be_a_look(*plan.profile, block.number)) continue;
    wanted = still_wanted();
    if (wanted.empty()) break;
  }
  outcome.failed_arms = bench.failed_arms;
  return outcome;
}

}  // namespace harness::experiment
