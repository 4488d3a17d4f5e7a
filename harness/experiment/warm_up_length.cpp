#include "harness/experiment/warm_up_length.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

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

Result<std::vector<Settling>> watch(const Arm& arm, const Plan& plan, const machine::CpuSplit& cpus,
                                    const results::RunFolder& folder) {
  std::vector<Settling> seen;
  UntilStopped observer;
  for (const workload::Cell& cell : warm_up_bursts(plan)) {
    auto server =
        launch(arm, {cpus.server, 0, folder.log_path("warm-up.stdout"), folder.log_path("warm-up.stderr")});
    if (!server) return tl::unexpected(server.error());
    const auto result = load::run(watching(plan, cell, server->port(), cpus), observer);
    if (!result) return tl::unexpected(result.error());
    if (process::StopRequest::requested()) break;
    seen.push_back({arm.name(), cell.target, settled_after(*result)});
  }
  return seen;
}

std::string seconds_text(Nanoseconds duration) {
  return fmt::format("{}", to_seconds(duration));
}

results::EnvRow row_of(const Settling& settling, Nanoseconds window) {
  return {fmt::format("warm_up.{}.{}", settling.arm, settling.target),
          settling.after ? seconds_text(*settling.after) : "not within " + human(window),
          "s until a fresh launch had settled, MSER-5"};
}

std::optional<Nanoseconds> frozen_before(std::span<const results::EnvRow> env) {
  const auto row = std::ranges::find(env, kFrozenKey, &results::EnvRow::key);
  if (row == env.end()) return {};
  return from_seconds(std::strtod(row->value.c_str(), nullptr));
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

std::vector<results::EnvRow> calibrate_warm_up(Plan& plan, const machine::CpuSplit& cpus,
                                               const results::RunFolder& folder,
                                               std::span<const results::EnvRow> before, Listener& listener) {
  if (const auto frozen = frozen_before(before)) {
    plan.warm_up = *frozen;
    return {};
  }
  std::vector<Settling> seen;
  for (const Arm& arm : plan.arms) {
    if (arm.absent || arm.control != Control::kNone || process::StopRequest::requested()) continue;
    listener.doing("watching how long " + arm.name() + " takes to warm up");
    const auto settlings = watch(arm, plan, cpus, folder);
    if (settlings) {
      seen.insert(seen.end(), settlings->begin(), settlings->end());
    } else {
      listener.warn(fmt::format("how long {} takes to warm up is not known: {}", arm.name(),
                                settlings.error().message));
    }
  }
  plan.warm_up = frozen_warm_up(plan.profile->warm_up, seen, warm_up_bursts(plan).size());
  std::vector<results::EnvRow> rows{
      {kFrozenKey, seconds_text(plan.warm_up), "1.5 × the longest below, or as declared"}};
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
