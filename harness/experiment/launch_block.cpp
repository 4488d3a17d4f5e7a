#include "harness/experiment/launch_block.hpp"

#include <memory>

#include "harness/experiment/inspection.hpp"
#include "harness/experiment/round_watch.hpp"
#include "harness/experiment/slice.hpp"
#include "harness/experiment/slice_figures.hpp"
#include "harness/process/signals.hpp"
#include "harness/verify/raw_connection.hpp"

namespace harness::experiment {
namespace {

/// Of all connections of a slice together.
constexpr Nanoseconds kConnecting = seconds(10);

using IdleConnections = std::vector<std::unique_ptr<verify::RawConnection>>;

/// Each asks once and is kept open. Errors: kEnvironment, what the first one that was not answered saw.
Result<IdleConnections> connect_idle(const process::Server& server, const workload::Cell& cell) {
  const verify::Subject subject{.port = server.port()};
  const Instant deadline = SteadyClock().now() + kConnecting;
  IdleConnections idle;
  for (int i = 0; i < cell.connections; ++i) {
    auto& connection = idle.emplace_back(std::make_unique<verify::RawConnection>(subject, deadline));
    const verify::Response response = connection->get(cell.target);
    if (!response.failure.empty())
      return environment_error("connection {} of {}: {}", i + 1, cell.connections, response.failure);
    if (response.status != 200)
      return environment_error("connection {} of {} was answered with {}", i + 1, cell.connections,
                               response.status);
  }
  return idle;
}

class LaunchBlock {
 public:
  LaunchBlock(Bench& bench, const BlockPlan& plan) : bench_(bench), plan_(plan) {}

  Result<Ending> run() {
    for (std::size_t order = 0; order < plan_.slots.size(); ++order) {
      if (process::StopRequest::requested()) return Ending::kInterrupted;
      if (auto checked = check_contract_once(plan_.slots[order].arm); !checked)
        return tl::unexpected(checked.error());
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

  /// In a launch of its own: what has been asked of a server stays in its memory.
  Result<void> check_contract_once(std::size_t arm) {
    if (!bench_.contract[arm].empty()) return {};
    bench_.listener.doing(fmt::format("verifying that {} keeps the contract", arm_at(arm).name()));
    auto server = launch(arm_at(arm), place(arm, "contract"));
    if (!server) return {};  // the slice that follows will say why, or be refused
    bench_.contract[arm] = inspect(*server, *arm_at(arm).stack);
    warn_if_broken(bench_, arm);
    note_what_it_says(bench_, arm, *server);
    return bench_.folder.write_env(bench_.env);
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
    const auto idle = connect_idle(*server, cell);
    if (!idle) return tl::unexpected(idle.error());
    rest(bench_.plan.profile->slice);
    const auto memory = server->memory();
    if (!memory) return tl::unexpected(memory.error());

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
