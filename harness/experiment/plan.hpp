#pragma once
// What a run will do, in which order, decided before anything is launched. A pure function of its inputs and
// the seed, so a run can be repeated. Does not execute.
//
// Order. A block launches every arm afresh and measures every cell. Inside a cell the arms go forward and
// then backward (A B C C B A): a drift that is linear in time adds the same to every arm and cancels in each
// ratio. Which arm is first is drawn per cell; odd blocks use the mirror image of the block before, so over
// two blocks every arm has had every position. A job or a load by one and by two workers is two cells that a
// stack does one right after the other; of a load each is an arm of its own, because it is another launch. So
// is each number of hops, whose cells are apart: there a stack is compared with another one that has as many.
// Where a cell has turns, the way forward is one round, in which the arms alternate until each has had its
// slice, and the way back another. A profile without the palindrome goes forward only, and the block after it
// the mirror of that. A job with visits is gone through so many times more, each time the other way round. Of
// a spare block, only what replaces lost rows is measured. Source: palindromic (ABBA) designs, e.g. Cox 1958,
// ch. 14.
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "harness/experiment/arm.hpp"
#include "harness/results/series.hpp"
#include "harness/workload/suite.hpp"

namespace harness::experiment {

struct Slot {
  std::size_t cell = 0;  ///< index into Plan::cells
  std::size_t arm = 0;   ///< index into Plan::arms
};

struct BlockPlan {
  int number = 0;                   ///< 1-based
  std::vector<std::size_t> launch;  ///< arms that can be launched, in this order; also the warm-up order
  std::vector<Slot> slots;          ///< slices, in this order
};

/// Slices that are measured together: neighbours of one block, of one cell and of different arms. Those of a
/// cell without turns are alone.
struct Round {
  std::size_t first = 0;  ///< index into BlockPlan::slots
  std::size_t count = 1;
};

/// A cell this host cannot hold, e.g. more connections than file descriptors.
struct Untestable {
  workload::Cell cell;
  std::string reason;
};

struct Plan {
  const workload::Suite* suite = nullptr;
  const workload::Profile* profile = nullptr;
  std::vector<Arm> arms;
  std::vector<workload::Cell> cells;
  std::vector<Untestable> untestable;
  std::vector<BlockPlan> blocks;
  std::uint64_t seed = 0;
  Nanoseconds warm_up{0};  ///< per launch; the profile's until warm_up_length.hpp has measured it

  /// Blocks without the spare ones, which only replace what is lost.
  [[nodiscard]] std::size_t wanted_blocks() const { return static_cast<std::size_t>(profile->blocks); }
  [[nodiscard]] std::size_t wanted_slices() const;
  /// Launches, warm-up, slices and gaps of the wanted blocks; an estimate.
  [[nodiscard]] Nanoseconds expected_duration() const;
  [[nodiscard]] bool is_controlled(
      std::size_t cell) const;  ///< the one cell of the controls, if there are any
  /// Of a job, however slow one is: one is cold, and a median of the second half needs two. Where nothing is
  /// judged, one shows that it runs.
  [[nodiscard]] int fewest_iterations() const { return profile->verdicts ? 3 : 1; }
  /// How many turns a slice of this cell is measured in; 1: all at once.
  [[nodiscard]] int turns(const workload::Cell& cell) const;
  /// Of a suite of sources: the program that this block is about.
  [[nodiscard]] const workload::SourcePair& pair_of(const BlockPlan& block) const;
  /// A control arm is measured in that cell only, a stack only at what it serves and what the suite wants of
  /// it.
  [[nodiscard]] bool measures(const Arm& arm, std::size_t cell) const;
  /// Whether it is warmed up there: a control arm wherever its stack is.
  [[nodiscard]] bool asks(const Arm& arm, const std::string& target) const;

 private:
  [[nodiscard]] Nanoseconds duration_of_readings() const;
};

/// `max_connections` is what the host's limits allow one process to hold open; `without` are ids of cells
/// that are not to be measured.
[[nodiscard]] Plan make_plan(const workload::Suite& suite, const workload::Profile& profile,
                             std::vector<Arm> arms, std::uint64_t seed, int max_connections,
                             const std::set<std::string>& without = {});

/// Every slot of the block, in its order: A B C | C B A is two rounds.
[[nodiscard]] std::vector<Round> rounds_of(const BlockPlan& block, const Plan& plan);

/// What of a block adds to these series, in the order it had, and launches of no other arms. For spare
/// blocks: measured whole, one lost row would cost as long as a block of everything.
[[nodiscard]] BlockPlan only(const std::set<results::Series>& series, const BlockPlan& block,
                             const Plan& plan);

/// Connections one process may hold under its file descriptor limit, keeping some for itself.
[[nodiscard]] int connections_allowed();

}  // namespace harness::experiment
