#include "harness/experiment/launch_block.hpp"

#include <set>

#include "harness/experiment/idle_connections.hpp"
#include "harness/experiment/inspection.hpp"
#include "harness/experiment/round_watch.hpp"
#include "harness/experiment/slice.hpp"
#include "harness/experiment/slice_figures.hpp"
#include "harness/process/signals.hpp"

namespace harness::experiment {
namespace {

class LaunchBlock {
 public:
  LaunchBlock(Bench& bench, const BlockPlan& plan) : bench_(bench), plan_(plan) {}

  Result<Ending> run() {
    if (auto launched = first_launches(); !launched) return tl::unexpected(launched.error());
    for (std::size_t order = 0; order < plan_.slots.size(); ++order) {
      if (process::StopRequest::requested()) return Ending::kInterrupted;
      bench_.listener.doing(
          fmt::format("block {}/{}: {}", plan_.number, bench_.plan.blocks.size(), name(order)));
      rest(bench_.plan.profile->gap);
      const auto row = measure(order);
      if (process::StopRequest::requested()) return Ending::kInterrupted;
      const auto stored =
          row ? append(bench_, plan_, order, *row) : lose_slice(bench_, plan_, order, row.error().message);
      if (!stored) return tl::unexpected(stored.error());
    }
    return Ending::kComplete;
  }

 private:
  const Arm& arm_at(std::size_t arm) const { return bench_.plan.arms[arm]; }
  const workload::Cell& cell_at(std::size_t order) const {
    return bench_.plan.cells[plan_.slots[order].cell];
  }
  std::string name(std::size_t order) const {
    return fmt::format("{} on {}", cell_at(order).id(), arm_at(plan_.slots[order].arm).name());
  }

  LaunchPlace place(std::size_t arm, const std::string& label) const {
    const auto log = [&](std::string_view stream) {
      return bench_.folder.log_path(
          fmt::format("b{:02}-{}-{}.{}", plan_.number, label, arm_at(arm).file_name(), stream));
    };
    return {bench_.cpus.server, 0, log("stdout"), log("stderr")};
  }

  /// Those that this run is the first to launch, in launches of their own: what has been asked of a server
  /// stays in its memory. One after the other: where many share a CPU, some are late and break what they
  /// keep.
  Result<void> first_launches() {
    std::set<std::size_t> seen;
    for (const Slot& slot : plan_.slots) {
      const bool launched = plan_.number > 1 && !bench_.contract[slot.arm].empty();
      if (launched || !seen.insert(slot.arm).second) continue;
      if (process::StopRequest::requested()) break;
      first_launch(slot.arm);
    }
    return seen.empty() ? Result<void>{} : bench_.folder.write_env(bench_.env);
  }

  /// Of one that does not start nothing is known: the slice that follows says why, or is refused.
  void first_launch(std::size_t arm) {
    const bool known =
        !bench_.contract[arm].empty();  // from an earlier suite: its files are read all the same
    bench_.listener.doing(known ? fmt::format("launching {} for the first time", arm_at(arm).name())
                                : fmt::format("verifying that {} keeps the contract", arm_at(arm).name()));
    auto server = launch(arm_at(arm), place(arm, known ? "first" : "contract"));
    if (!server || known) return;
    bench_.contract[arm] = inspect(*server, *arm_at(arm).stack);
    warn_if_broken(bench_, arm);
    note_what_it_says(bench_, arm, *server);
  }

  Result<results::SliceRow> measure(std::size_t order) {
    const std::size_t arm = plan_.slots[order].arm;
    const workload::Cell& cell = cell_at(order);
    RoundWatch watch(bench_.cpus, 1);
    watch.window_opened();
    const Instant begun = SteadyClock().now();
    auto server = launch(arm_at(arm), place(arm, fmt::format("s{:03}", order)));
    watch.window_closed();
    watch.end();
    if (!server) return tl::unexpected(server.error());
    const auto idle = IdleConnections::open({.port = server->port(), .line_port = server->line_port()},
                                            cell.target, cell.connections);
    if (!idle) return tl::unexpected(idle.error());
    rest(bench_.plan.profile->slice);
    const auto memory = server->memory();
    if (!memory) return tl::unexpected(memory.error());
    if (auto open = idle->still_open(); !open) return tl::unexpected(open.error());

    results::SliceRow row = blank_row(bench_.plan, arm_at(arm), cell);
    row.start_mono_ns = begun.since_start.count();
    row.start_ready_s = to_seconds(server->exec_to_ready());
    row.start_first_s = to_seconds(server->exec_to_ready() + server->ready_to_first_200());
    row.server_pss_kib = memory->pss_kib;
    row.server_processes = static_cast<std::uint64_t>(memory->processes);
    row.server_threads = static_cast<std::uint64_t>(memory->threads);
    describe_machine(row, watch);
    describe_arm(bench_, arm, row);
    return row;
  }

  Bench& bench_;
  const BlockPlan& plan_;
};

}  // namespace

Result<Ending> run_launch_block(Bench& bench, const BlockPlan& block) {
  return LaunchBlock(bench, block).run();
}

}  // namespace harness::experiment
