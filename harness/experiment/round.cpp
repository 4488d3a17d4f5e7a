#include "harness/experiment/round.hpp"

#include <algorithm>
#include <numeric>

#include "harness/base/random.hpp"
#include "harness/experiment/conversation_slice.hpp"
#include "harness/process/signals.hpp"

namespace harness::experiment {

std::vector<std::size_t> order_of_turns(std::size_t contenders, int turns, std::uint64_t seed) {
  Random random(seed);
  std::vector<std::size_t> lap(contenders);
  std::iota(lap.begin(), lap.end(), 0);
  std::vector<std::size_t> order;
  for (int turn = 0; turn < turns; ++turn) {
    if (turn % 2 == 1) {
      std::ranges::reverse(lap);
    } else if (turn > 0) {
      shuffle(std::span<std::size_t>(lap), random);
    }
    order.insert(order.end(), lap.begin(), lap.end());
  }
  return order;
}

namespace {

/// Those of one cell come one after the other.
std::vector<Result<Measured>> measure_conversations(const Plan& plan, const workload::Cell& cell,
                                                    const std::vector<Contender>& contenders,
                                                    const machine::CpuSplit& cpus) {
  std::vector<Result<Measured>> measured;
  for (const Contender& each : contenders) measured.push_back(measure_conversation(plan, cell, each, cpus));
  return measured;
}

}  // namespace

std::vector<Result<Measured>> measure_round(const Plan& plan, const workload::Cell& cell,
                                            const std::vector<Contender>& contenders,
                                            const machine::CpuSplit& cpus, JobsBeside* beside) {
  if (cell.talk) return measure_conversations(plan, cell, contenders, cpus);
  const int turns = plan.turns(cell);
  RoundWatch watch(cpus, turns * static_cast<int>(contenders.size()));
  std::vector<Result<Slice>> slices;
  for (const Contender& each : contenders)
    slices.push_back(Slice::open(plan, *each.arm, cell, *each.server, cpus, each.seed));
  for (const std::size_t which : order_of_turns(contenders.size(), turns, contenders.front().seed)) {
    Result<Slice>& slice = slices[which];
    if (!slice || process::StopRequest::requested()) continue;
    if (auto driven = slice->turn(watch, beside); !driven) slice = tl::unexpected(driven.error());
  }
  watch.end();
  std::vector<Result<Measured>> measured;
  for (Result<Slice>& slice : slices)
    measured.push_back(slice.map([&](Slice& each) { return each.close(watch, beside); }));
  return measured;
}

}  // namespace harness::experiment
