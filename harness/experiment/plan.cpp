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
constexpr int kJobsToSize = 7;                           // a doubling up to it, and three or six at last
constexpr Nanoseconds kJobOverhead = milliseconds(400);  // start, input, the iteration that goes beyond
constexpr Nanoseconds kInstallEstimate = milliseconds(1000);
constexpr Nanoseconds kReadingEstimate = milliseconds(200);
constexpr Nanoseconds kMutantEstimate = milliseconds(60);  // three in four are rejected at once

enum StreamPurpose : std::uint64_t { kLaunchOrder = 1, kCellOrder = 2, kArmOrder = 3 };

template <typename Item>
std::vector<Item> shuffled(std::vector<Item> items, Random random) {
  shuffle(std::span<Item>(items), random);
  return items;
}

std::vector<std::size_t> present_arms(const std::vector<Arm>& arms) {
  std::vector<std::size_t> present;
  for (std::size_t i = 0; i < arms.size(); ++i) {
    if (!arms[i].absent) present.push_back(i);
  }
  return present;
}

/// One cell, or those of one job or load by various numbers of workers: what is said of them is how they
/// compare, so a stack does them one right after the other.
using Family = std::vector<std::size_t>;

bool differ_in_workers_only(const workload::Cell& a, const workload::Cell& b) {
  if (a.workers != b.workers) return a.target == b.target && a.connections == b.connections;
  return a.job && b.job && a.job->workers != b.job->workers && a.target == b.target &&
         a.job->flavour == b.job->flavour && a.job->n == b.job->n;
}

std::vector<Family> families(const std::vector<workload::Cell>& cells) {
  std::vector<Family> all;
  for (std::size_t cell = 0; cell < cells.size(); ++cell) {
    const auto own = std::ranges::find_if(
        all, [&](const Family& each) { return differ_in_workers_only(cells[each.front()], cells[cell]); });
    (own == all.end() ? all.emplace_back() : *own).push_back(cell);
  }
  return all;
}

/// One arm, or those of one stack with various numbers of workers.
using Kin = std::vector<std::size_t>;

std::vector<Kin> kin_among(const std::vector<std::size_t>& arms, const Plan& whole) {
  std::vector<Kin> all;
  for (const std::size_t arm : arms) {
    const auto own = std::ranges::find_if(
        all, [&](const Kin& each) { return whole.arms[each.front()].name() == whole.arms[arm].name(); });
    (own == all.end() ? all.emplace_back() : *own).push_back(arm);
  }
  return all;
}

/// A pair is read once by each arm: nothing varies, so no order of arms is better than another.
BlockPlan plan_pair(int number, const std::vector<std::size_t>& arms, const Plan& whole) {
  BlockPlan plan{number, {}, {}};
  const workload::SourcePair& pair = whole.pair_of(plan);
  for (std::size_t cell = 0; cell < whole.cells.size(); ++cell) {
    const workload::Reading& reading = *whole.cells[cell].reading;
    if (!workload::has(pair, reading) || whole.profile->leaves_out(pair, reading)) continue;
    for (const std::size_t arm : arms) {
      if (whole.measures(whole.arms[arm], cell)) plan.slots.push_back({cell, arm});
    }
  }
  return plan;
}

/// How often the arms of a cell are gone through, each time in the opposite order.
int laps(const workload::Cell& cell, const workload::Profile& profile) {
  const int visits = cell.job && profile.verdicts ? cell.job->visits : 1;
  return profile.palindrome ? 2 * visits : visits;
}

BlockPlan plan_block(int number, const std::vector<std::size_t>& arms, const Plan& whole) {
  if (whole.suite->reads_sources()) return plan_pair(number, arms, whole);
  const auto block = static_cast<std::uint64_t>(number);
  const std::uint64_t seed = whole.seed;
  BlockPlan plan{number, shuffled(arms, random_stream(seed, {kLaunchOrder, block})), {}};
  auto cells = shuffled(families(whole.cells), random_stream(seed, {kCellOrder, block}));
  // A server remembers what it has met. Only first can the stack of the controls have met what they have.
  std::ranges::stable_partition(cells, [&](const Family& family) {
    return std::ranges::any_of(family, [&](std::size_t cell) { return whole.is_controlled(cell); });
  });
  for (const Family& family : cells) {
    // Blocks 1 and 2 share a draw, 3 and 4 the next; the second of a pair is mirrored.
    auto order =
        shuffled(kin_among(arms, whole), random_stream(seed, {kArmOrder, (block - 1) / 2, family.front()}));
    if (number % 2 == 0) std::reverse(order.begin(), order.end());
    std::vector<Slot> forward;
    for (const Kin& kin : order) {
      for (const std::size_t cell : family) {
        for (const std::size_t arm : kin) {
          if (whole.measures(whole.arms[arm], cell)) forward.push_back({cell, arm});
        }
      }
    }
    for (int lap = 0; lap < laps(whole.cells[family.front()], *whole.profile); ++lap) {
      plan.slots.insert(plan.slots.end(), forward.begin(), forward.end());
      std::reverse(forward.begin(), forward.end());
    }
  }
  return plan;
}

}  // namespace

bool Plan::is_controlled(std::size_t cell) const {
  const bool any = std::ranges::any_of(arms, [](const Arm& arm) { return arm.control != Control::kNone; });
  return any && cells[cell] == suite->controls->cell;
}

const workload::SourcePair& Plan::pair_of(const BlockPlan& block) const {
  return suite->pairs[static_cast<std::size_t>(block.number) - 1];
}

bool Plan::measures(const Arm& arm, std::size_t cell) const {
  if (const auto& reading = cells[cell].reading)
    return std::ranges::find(arm.stack->jobs, reading->what) != arm.stack->jobs.end();
  const auto& job = cells[cell].job;
  if (job && !job->languages.empty() &&
      std::ranges::find(job->languages, arm.stack->language) == job->languages.end())
    return false;
  if (job && std::ranges::find(arm.stack->jobs, job->flavour) == arm.stack->jobs.end()) return false;
  if (!job && !arm.serves(cells[cell].target)) return false;
  if (!arm.suits(cells[cell]) || !suite->wants(arm.stack->id, cells[cell])) return false;
  if (const auto& beside = cells[cell].beside; beside && !is_met_by(*arm.stack, *beside)) return false;
  return arm.control == Control::kNone || is_controlled(cell);
}

bool Plan::asks(const Arm& arm, const std::string& target) const {
  return arm.serves(target) && suite->wants(arm.stack->id, target);
}

std::size_t Plan::wanted_slices() const {
  const auto wanted = std::span(blocks).first(std::min(wanted_blocks(), blocks.size()));
  return std::accumulate(wanted.begin(), wanted.end(), std::size_t{0},
                         [](std::size_t sum, const BlockPlan& block) { return sum + block.slots.size(); });
}

Nanoseconds Plan::duration_of_readings() const {
  Nanoseconds total{0};
  for (const BlockPlan& block : blocks) {
    for (const Slot& slot : block.slots)
      total += kReadingEstimate + cells[slot.cell].reading->mutants * kMutantEstimate;
  }
  return total;
}

Nanoseconds Plan::expected_duration() const {
  if (suite->reads_sources()) return duration_of_readings();
  if (suite->runs_jobs()) {
    const bool installs = std::ranges::any_of(cells, [](const auto& cell) { return cell.job->installs; });
    const Nanoseconds work = installs ? fewest_iterations() * kInstallEstimate : profile->slice;
    return static_cast<std::int64_t>(wanted_slices()) *
           (profile->gap + profile->lead_in + work + kJobOverhead);
  }
  if (!suite->drives_load() && !suite->converses())
    return static_cast<std::int64_t>(wanted_slices()) * (profile->gap + profile->slice + kLaunchEstimate);
  const auto watched = std::ranges::count_if(
      arms, [](const Arm& arm) { return !arm.absent && arm.control == Control::kNone; });
  Nanoseconds total{0};
  if (profile->warm_up_window.count() > 0)
    total =
        (kLaunchEstimate + profile->warm_up_window) * static_cast<std::int64_t>(suite->load.size()) * watched;
  for (const BlockPlan& block : std::span(blocks).first(std::min(wanted_blocks(), blocks.size()))) {
    const bool jobs = std::ranges::any_of(cells, [](const auto& cell) { return cell.beside.has_value(); });
    total += static_cast<std::int64_t>(block.launch.size()) * (kLaunchEstimate + (jobs ? 2 : 1) * warm_up);
    for (const Round& round : rounds_of(block, *this)) {
      const int laps = turns(cells[block.slots[round.first].cell]);
      const Nanoseconds around = laps == 1 ? profile->lead_in : laps * kTurnOverhead;
      const auto& beside = cells[block.slots[round.first].cell].beside;
      const Nanoseconds each = profile->slice + kSliceOverhead + around;
      total += profile->gap + (beside ? 2 * each + kJobsToSize * beside->job
                                      : static_cast<std::int64_t>(round.count) * each);
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
