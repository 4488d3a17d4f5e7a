#include "harness/experiment/job_block.hpp"

#include <algorithm>

#include "harness/experiment/job_figures.hpp"
#include "harness/experiment/round_watch.hpp"
#include "harness/experiment/scratch_folder.hpp"
#include "harness/experiment/slice.hpp"
#include "harness/experiment/slice_figures.hpp"
#include "harness/process/signals.hpp"

namespace harness::experiment {
namespace {

class JobBlock {
 public:
  JobBlock(Bench& bench, const BlockPlan& plan) : bench_(bench), plan_(plan) {}

  Result<Ending> run() {
    for (std::size_t order = 0; order < plan_.slots.size(); ++order) {
      if (process::StopRequest::requested()) return Ending::kInterrupted;
      bench_.listener.doing(
          fmt::format("block {}/{}: {}", plan_.number, bench_.plan.blocks.size(), name(order)));
      rest(bench_.plan.profile->gap);
      RoundWatch watch(bench_.cpus, 1);
      watch.window_opened();
      const auto result = measured(order);
      watch.window_closed();
      watch.end();
      if (process::StopRequest::requested()) return Ending::kInterrupted;
      const auto stored =
          result ? store(order, *result, watch) : lose_slice(bench_, plan_, order, result.error().message);
      if (!stored) return tl::unexpected(stored.error());
    }
    return Ending::kComplete;
  }

 private:
  const Arm& arm_at(std::size_t order) const { return bench_.plan.arms[plan_.slots[order].arm]; }
  const workload::Cell& cell_at(std::size_t order) const {
    return bench_.plan.cells[plan_.slots[order].cell];
  }
  std::string name(std::size_t order) const {
    return fmt::format("{} on {}", cell_at(order).id(), arm_at(order).name());
  }

  /// What is installed goes with its folder, also when the job had to be ended.
  Result<jobs::JobResult> measured(std::size_t order) const {
    jobs::Job wanted = job(order);
    if (!cell_at(order).job->installs) return jobs::measure(wanted);
    const auto scratch = ScratchFolder::make();
    if (!scratch) return tl::unexpected(scratch.error());
    wanted.launch.environment["SCRATCH_DIR"] = scratch->path();
    return jobs::measure(wanted);
  }

  jobs::Job job(std::size_t order) const {
    const workload::Cell& cell = cell_at(order);
    const auto log = [&](std::string_view stream) {
      return bench_.folder.log_path(
          fmt::format("b{:02}-s{:03}-{}.{}", plan_.number, order, arm_at(order).file_name(), stream));
    };
    jobs::Job job{name(order), launch_spec(arm_at(order), {cpus(), 0, log("stdout"), log("stderr")}),
                  bench_.plan.suite->timeout};
    std::vector<std::string>& words = job.launch.arguments;
    words.insert(words.end(),
                 {cell.target, cell.job->flavour, std::to_string(cell.job->n),
                  std::to_string(bench_.plan.fewest_iterations()), seconds_text(bench_.plan.profile->slice)});
    if (cell.job->workers > 0)
      words.insert(words.end(),
                   {std::to_string(cell.job->workers), seconds_text(bench_.plan.profile->lead_in)});
    return job;
  }

  static std::string seconds_text(Nanoseconds time) { return fmt::format("{}", to_seconds(time)); }

  /// The harness only waits for a job, so with two CPUs nothing needs one of its own.
  std::vector<int> cpus() const {
    std::vector<int> cpus = bench_.cpus.server;
    if (bench_.plan.suite->envelope != "2cpu") return cpus;
    for (const int client : bench_.cpus.client) {
      if (std::ranges::find(cpus, client) == cpus.end()) cpus.push_back(client);
    }
    return cpus;
  }

  Result<void> store(std::size_t order, const jobs::JobResult& measured, const RoundWatch& watch) {
    results::SliceRow row = blank_row(bench_.plan, arm_at(order), cell_at(order));
    describe_job(row, *cell_at(order).job, measured);
    describe_machine(row, watch);
    if (auto written = store_histogram(bench_, plan_, order, histogram_of(measured.report.iterations), row);
        !written) {
      return written;
    }
    return append(bench_, plan_, order, std::move(row));
  }

  Bench& bench_;
  const BlockPlan& plan_;
};

}  // namespace

Result<Ending> run_job_block(Bench& bench, const BlockPlan& block) {
  return JobBlock(bench, block).run();
}

}  // namespace harness::experiment
