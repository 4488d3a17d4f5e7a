#include "harness/experiment/warm_up_length.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "harness/experiment/slice.hpp"
#include "harness/experiment/until_stopped.hpp"
#include "harness/experiment/warm_up.hpp"
#include "harness/load/engine.hpp"
#include "harness/process/signals.hpp"
#include "harness/stats/mser.hpp"

namespace harness::experiment {
namespace {

constexpr const char* kFrozenKey = "warm_up.frozen_s";

/// What comes before the window would be missing from the series.
load::LoadPlan watching(const Plan& plan, const workload::Cell& cell, std::uint16_t port,
                        const machine::CpuSplit& cpus) {
  load::LoadPlan load = load_plan(plan, cell, port, cpus, plan.seed);
  load.lead_in = load.lead_in_limit = Nanoseconds(0);
  load.duration = plan.profile->warm_up_window;
  load.interval = kWarmUpBin;
  return load;
}

std::filesystem::path log_of(const results::RunFolder& folder, const Arm& arm, std::size_t target,
                             std::string_view stream) {
  return folder.log_path(fmt::format("warm-up-{}-{}.{}", arm.file_name(), target, stream));
}

Result<Settling> watch(const Arm& arm, const std::vector<workload::Cell>& cells, std::size_t target,
                       const Plan& plan, const machine::CpuSplit& cpus, const results::RunFolder& folder) {
  auto server = launch(
      arm, {cpus.server, 0, log_of(folder, arm, target, "stdout"), log_of(folder, arm, target, "stderr")});
  if (!server) return tl::unexpected(server.error());
  UntilStopped observer;
  workload::Cell cell = cells[target];
  cell.hops = arm.hops;
  const auto result = load::run(watching(plan, cell, server->port(), cpus), observer);
  if (!result) return tl::unexpected(result.error());
  if (const auto exit = server->exited())
    return environment_error("{} {} while it was watched", arm.name(), process::to_text(*exit));
  if (result->ledger.ok == 0)
    return environment_error("{} answered none of {} requests: {}", arm.name(), result->ledger.scheduled,
                             result->first_problem);
  return Settling{arm.name(), cells[target].target, settled_after(*result)};
}

std::string seconds_text(Nanoseconds duration) {
  return fmt::format("{}", to_seconds(duration));
}

results::EnvRow row_of(const Settling& settling, Nanoseconds window) {
  return {fmt::format("warm_up.{}.{}", settling.arm, settling.target),
          settling.after ? seconds_text(*settling.after) : "not within " + human(window),
          "s until a fresh launch had settled, MSER-5"};
}

Result<std::optional<Nanoseconds>> frozen_before(std::span<const results::EnvRow> env) {
  const auto row = std::ranges::find(env, kFrozenKey, &results::EnvRow::key);
  if (row == env.end()) return std::nullopt;
  double frozen = 0;
  const auto [stop, error] =
      std::from_chars(row->value.data(), row->value.data() + row->value.size(), frozen);
  if (error != std::errc() || stop != row->value.data() + row->value.size() || !(frozen >= 0))
    return environment_error("env.csv: {} is '{}', expected seconds; start a new run", kFrozenKey,
                             row->value);
  return from_seconds(frozen);
}

}  // namespace

std::optional<Nanoseconds> settled_after(const load::LoadResult& watched) {
  HARNESS_ASSERT(watched.series && watched.series->length() == kWarmUpBin);
  constexpr double kNone = 0.5;  // answers: a level has a logarithm
  std::vector<double> levels(static_cast<std::size_t>(watched.window / kWarmUpBin), std::log(kNone));
  for (const load::Interval& interval : watched.series->intervals()) {
    const auto bin = static_cast<std::size_t>(interval.number);
    if (bin < levels.size()) levels[bin] = std::log(std::max(kNone, static_cast<double>(interval.ok())));
  }
  const auto truncation = stats::mser5(levels);
  if (!truncation || !truncation->settled_at) return {};
  return kWarmUpBin * static_cast<std::int64_t>(*truncation->settled_at);
}

Nanoseconds frozen_warm_up(Nanoseconds declared, std::span<const Settling> seen, std::size_t targets) {
  Nanoseconds longest{0};
  for (const Settling& settling : seen) longest = std::max(longest, settling.after.value_or(Nanoseconds(0)));
  const Nanoseconds enough = longest * 3 / 2 * static_cast<std::int64_t>(targets);
  return std::max(declared, std::min(enough, kLongestWarmUp));
}

Result<std::vector<results::EnvRow>> calibrate_warm_up(Plan& plan, const machine::CpuSplit& cpus,
                                                       const results::RunFolder& folder,
                                                       std::span<const results::EnvRow> before,
                                                       Listener& listener) {
  const auto frozen = frozen_before(before);
  if (!frozen) return tl::unexpected(frozen.error());
  if (*frozen) {
    plan.warm_up = **frozen;
    return std::vector<results::EnvRow>{};
  }
  const auto cells = warm_up_bursts(plan);
  std::vector<Settling> seen;
  for (const Arm& arm : plan.arms) {
    if (arm.absent || arm.control != Control::kNone) continue;
    for (std::size_t target = 0; target < cells.size(); ++target) {
      if (!plan.asks(arm, cells[target].target)) continue;
      listener.doing(
          fmt::format("watching how long {} takes to warm up on {}", arm.name(), cells[target].target));
      auto settling = watch(arm, cells, target, plan, cpus, folder);
      if (process::StopRequest::requested()) return std::vector<results::EnvRow>{};
      if (settling) {
        seen.push_back(*std::move(settling));
      } else {
        listener.warn(fmt::format("how long {} takes to warm up on {} is not known: {}", arm.name(),
                                  cells[target].target, settling.error().message));
      }
    }
  }
  plan.warm_up = frozen_warm_up(plan.profile->warm_up, seen, cells.size());
  std::vector<results::EnvRow> rows{
      {kFrozenKey, seconds_text(plan.warm_up),
       fmt::format("per launch: 1.5 × the longest of these × {} targets, from {} to {}", cells.size(),
                   human(plan.profile->warm_up), human(std::max(kLongestWarmUp, plan.profile->warm_up)))}};
  for (const Settling& settling : seen) {
    rows.push_back(row_of(settling, plan.profile->warm_up_window));
    if (settling.after) continue;
    listener.warn(fmt::format("{} did not settle on {} within {}; it is warmed up for {} like the others",
                              settling.arm, settling.target, human(plan.profile->warm_up_window),
                              human(plan.warm_up)));
  }
  return rows;
}

}  // namespace harness::experiment
