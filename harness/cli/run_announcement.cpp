#include "harness/cli/run_announcement.hpp"

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>

namespace harness::cli {
namespace {

/// "5 arms and 2 controls", of those that can be launched.
std::string arms_text(const experiment::Plan& plan) {
  const auto present = [&](bool control) {
    return static_cast<std::size_t>(std::ranges::count_if(plan.arms, [&](const experiment::Arm& arm) {
      return !arm.absent && (arm.control != experiment::Control::kNone) == control;
    }));
  };
  const std::size_t controls = present(true);
  const std::string arms = counted(present(false), "arm");
  return controls == 0 ? arms : fmt::format("{} and {} controls", arms, controls);
}

std::string blocks_text(const workload::Profile& profile) {
  std::string text = counted(static_cast<std::size_t>(profile.blocks), "block");
  if (profile.looks.size() > 1) text = "at most " + text;
  if (profile.spare_blocks > 0) text += fmt::format(" (and up to {} for lost ones)", profile.spare_blocks);
  return text;
}

std::string where_text(const Prepared& ready) {
  if (ready.plan.suite->reads_sources())
    return fmt::format("read on CPU {}, no server",
                       machine::to_cpu_list(machine::both_sides_everywhere(ready.cpus).server));
  return fmt::format("server on CPU {}, load on CPU {}", machine::to_cpu_list(ready.cpus.server),
                     machine::to_cpu_list(ready.cpus.client));
}

}  // namespace

std::string counted(std::size_t number, std::string_view thing) {
  return fmt::format("{} {}{}", number, thing, number == 1 ? "" : "s");
}

void announce(const Session& session) {
  const Prepared& ready = session.ready;
  const experiment::Plan& plan = ready.plan;
  fmt::print(stderr, "{}: {} × {}, {} = {} slices, about {}\n", plan.suite->id, arms_text(plan),
             counted(plan.cells.size(), "cell"), blocks_text(*plan.profile), plan.wanted_slices(),
             human(std::chrono::round<seconds>(plan.expected_duration())));
  fmt::print(stderr, "{} · seed {} · rows go to {}\n", where_text(ready), plan.seed,
             session.folder.path().string());
  if (session.before.blocks > 0) {
    fmt::print(stderr, "resumed: {} with {} slices are kept\n",
               counted(static_cast<std::size_t>(session.before.blocks), "block"), session.before.slices);
  }
  const bool meant = plan.suite->reads_sources() || plan.suite->varies_workers();
  if (ready.cpus.server == ready.cpus.client && !meant) {
    fmt::print(stderr,
               "warning: server and load share CPU {}; results will be marked client-bound where they are\n",
               machine::to_cpu_list(ready.cpus.server));
  }
  for (const std::string& thing : ready.left_out) fmt::print(stderr, "left out, no time: {}\n", thing);
  for (const experiment::Arm& arm : plan.arms) {
    if (arm.absent && arm.control == experiment::Control::kNone)
      fmt::print(stderr, "absent: {}: {}\n", arm.name(), *arm.absent);
  }
  for (const experiment::Untestable& cell : plan.untestable) {
    fmt::print(stderr, "NOT_TESTABLE_HERE: {}: {}\n", cell.cell.id(), cell.reason);
  }
}

}  // namespace harness::cli
