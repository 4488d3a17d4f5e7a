#include "harness/experiment/plan.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>
#include <span>
#include <sys/resource.h>

#include "harness/base/random.hpp"

namespace harness::experiment {
namespace {

constexpr int kReservedDescriptors = 128;
// For the time that is left, from a ci run of seven blocks on two CPUs: what an arm costs per block beside
// its warm-up (start, greeting, stop), and a slice beside its window (connecting, greeting, draining,
// counting).
constexpr Nanoseconds kLaunchEstimate = milliseconds(1500);
constexpr Nanoseconds kSliceOverhead = milliseconds(350);
constexpr Nanoseconds kTurnOverhead = milliseconds(18);  // lead-in, notice, drain
constexpr Nanoseconds kJobOverhead = milliseconds(400);  // start, input, the iteration that goes beyond

enum StreamPurpose : std::uint64_t { kLaunchOrder = 1, kCellOrder = 2, kArmOrder = 3 };

std::vector<std::size_t> shuffled(std::vector<std::size_t> items, Random random) {
  shuffle(std::span<std::size_t>(items), random);
  return items;
}

std::vector<std::size_t> present_arms(const std::vector<Arm>& arms) {
  std::vector<std::size_t> present;
  for (std::size_t i = 0; i < arms.size(); ++i) {
    if (!arms[i].absent) present.push_back(i);
  }
  return present;
}

BlockPlan plan_block(int number, const std::vector<std::size_t>& arms, const Plan& whole) {
  const auto block = static_cast<std::uint64_t>(number);
  const std::uint64_t seed = whole.seed;
  BlockPlan plan{number, shuffled(arms, random_stream(seed, {kLaunchOrder, block})), {}};
  std::vector<std::size_t> cells(whole.cells.size());
  std::iota(cells.begin(), cells.end(), 0);
  cells = shuffled(cells, random_stream(seed, {kCellOrder, block}));
  // A server remembers what it has met. Only first can the stack of the controls have met what they have.
  std::ranges::stable_partition(cells, [&](std::size_t cell) { return whole.is_controlled(cell); });
  for (const std::size_t cell : cells) {
    // Blocks 1 and 2 share a draw, 3 and 4 the next; the second of a pair is mirrored.
    auto order = shuffled(arms, random_stream(seed, {kArmOrder, (block - 1) / 2, cell}));
    if (number % 2 == 0) std::reverse(order.begin(), order.end());
    std::erase_if(order, [&](std::size_t arm) { return !whole.measures(whole.arms[arm], cell); });
    for (const std::size_t arm : order) plan.slots.push_back({cell, arm});
    for (auto arm = order.rbegin(); arm != order.rend(); ++arm) plan.slots.push_back({cell, *arm});
  }
  return plan;
}

}  // namespace

bool Plan::is_controlled(std::size_t cell) const {
  const bool any = std::ranges::any_of(arms, [](const Arm& arm) { return arm.control != Control::kNone; });
  return any &&
         cells[cell].id() == workload::Cell{suite->controls->target, suite->controls->connections}.id();
}

bool Plan::measures(const Arm& arm, std::size_t cell) const {
  const auto& job = cells[cell].job;
  if (job && std::ranges::find(job->languages, arm.stack->language) == job->languages.end()) return false;
  if (job && std::ranges::find(arm.stack->jobs, job->flavour) == arm.stack->jobs.end()) return false;
  if (!job && !arm.serves(cells[cell].target)) return false;
  return arm.control == Control::kNone || is_controlled(cell);
}

std::size_t Plan::wanted_slices() const {
  const auto wanted = std::span(blocks).first(std::min(wanted_blocks(), blocks.size()));
  return std::accumulate(wanted.begin(), wanted.end(), std::size_t{0},
                         [](std::size_t sum, const BlockPlan& block) { return sum + block.slots.size(); });
}

Nanoseconds Plan::expected_duration() const {
  if (suite->runs_jobs())
    return static_cast<std::int64_t>(wanted_slices()) *
           (profile->gap + profile->lead_in + profile->slice + kJobOverhead);
  if (!suite->drives_load() && !suite->converses())
    return static_cast<std::int64_t>(wanted_slices()) * (profile->gap + profile->slice + kLaunchEstimate);
  const auto watched = std::ranges::count_if(
      arms, [](const Arm& arm) { return !arm.absent && arm.control == Control::kNone; });
  Nanoseconds total{0};
  if (profile->warm_up_window.count() > 0)
    total =
        (kLaunchEstimate + profile->warm_up_window) * static_cast<std::int64_t>(suite->load.size()) * watched;
  for (const BlockPlan& block : std::span(blocks).first(std::min(wanted_blocks(), blocks.size()))) {
    total += static_cast<std::int64_t>(block.launch.size()) * (kLaunchEstimate + warm_up);
    for (const Round& round : rounds_of(block, *this)) {
      const int laps = turns(cells[block.slots[round.first].cell]);
      const Nanoseconds around = laps == 1 ? profile->lead_in : laps * kTurnOverhead;
      total +=
          profile->gap + static_cast<std::int64_t>(round.count) * (profile->slice + kSliceOverhead + around);
    }
  }
  return total;
}

Plan make_plan(const workload::Suite& suite, const workload::Profile& profile, std::vector<Arm> arms,
               std::uint64_t seed, int max_connections, const std::set<std::string>& without) {
  Plan plan;
  plan.suite = &suite;
  plan.profile = &profile;
  plan.warm_up = profile.warm_up;
  plan.arms = std::move(arms);
  plan.seed = seed;
  for (const workload::Cell& cell : workload::cells_of(suite, profile)) {
    if (without.contains(cell.id())) continue;
    // The arms of a round hold their connections at the same time.
    const auto holding = plan.turns(cell) > 1 ? std::ssize(present_arms(plan.arms)) : 1;
    const auto at_once = holding * cell.connections;
    if (at_once <= max_connections) {
      plan.cells.push_back(cell);
    } else {
      plan.untestable.push_back(
          {cell,
           fmt::format("{} connections need more open files than the limit allows ({} connections); raise it "
                       "with: ulimit -n {}",
                       at_once, max_connections, at_once + kReservedDescriptors)});
    }
  }
  const auto present = present_arms(plan.arms);
  if (present.empty()) return plan;
  for (int number = 1; number <= profile.blocks + profile.spare_blocks; ++number) {
    plan.blocks.push_back(plan_block(number, present, plan));
  }
  return plan;
}

int Plan::turns(const workload::Cell& cell) const {
  if (cell.turn.count() == 0) return 1;
  return std::max(1, static_cast<int>(std::lround(to_seconds(profile->slice) / to_seconds(cell.turn))));
}

std::vector<Round> rounds_of(const BlockPlan& block, const Plan& plan) {
  std::vector<Round> rounds;
  for (std::size_t at = 0; at < block.slots.size(); ++at) {
    const Slot& slot = block.slots[at];
    const auto shares = [&](const Round& round) {
      const auto members = std::span(block.slots).subspan(round.first, round.count);
      return members.front().cell == slot.cell && plan.turns(plan.cells[slot.cell]) > 1 &&
             std::ranges::find(members, slot.arm, &Slot::arm) == members.end();
    };
    if (!rounds.empty() && shares(rounds.back())) {
      ++rounds.back().count;
    } else {
      rounds.push_back({at, 1});
    }
  }
  return rounds;
}

BlockPlan only(const std::set<results::Series>& series, const BlockPlan& block, const Plan& plan) {
  BlockPlan part{block.number, {}, {}};
  std::ranges::copy_if(block.slots, std::back_inserter(part.slots), [&](const Slot& slot) {
    return series.contains({plan.arms[slot.arm].name(), plan.cells[slot.cell].id()});
  });
  std::ranges::copy_if(block.launch, std::back_inserter(part.launch), [&](std::size_t arm) {
    return std::ranges::find(part.slots, arm, &Slot::arm) != part.slots.end();
  });
  return part;
}

int connections_allowed() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 1024 - kReservedDescriptors;
  constexpr rlim_t kPortsOfOneAddress = 28'000;  // the kernel's default ephemeral range towards one address
  return static_cast<int>(std::min(limit.rlim_cur, kPortsOfOneAddress)) - kReservedDescriptors;
}

}  // namespace harness::experiment
