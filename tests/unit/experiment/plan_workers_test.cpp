#include <map>
#include <set>

#include "small_plan.hpp"
#include <gtest/gtest.h>

namespace harness::experiment {
namespace {

TEST(Plan, AnArmDoesAJobByAllNumbersOfWorkersOneRightAfterTheOther) {
  World world = world_of(3, 4);
  world.suite.load.clear();
  workload::JobLine& line = world.suite.jobs.emplace_back();
  line.kernel = "fib";
  for (const int n : {20, 27}) {
    for (const int workers : {1, 2, 4}) line.jobs.push_back({"same", n, "", 0, {"javascript"}, workers});
  }
  for (workload::Stack& stack : world.stacks) {
    stack.language = "javascript";
    stack.jobs = {"same"};
  }
  const Plan plan = make_plan(world.suite, world.profile, arms_of(world), 7, 20'000);
  ASSERT_EQ(plan.cells.size(), 6U);
  for (const BlockPlan& block : plan.blocks) {
    ASSERT_EQ(block.slots.size(), 36U);
    for (std::size_t at = 0; at < block.slots.size(); at += 3) {
      std::set<int> workers;
      for (std::size_t i = at; i < at + 3; ++i) {
        EXPECT_EQ(block.slots[i].arm, block.slots[at].arm) << at;
        EXPECT_EQ(plan.cells[block.slots[i].cell].job->n, plan.cells[block.slots[at].cell].job->n) << at;
        workers.insert(plan.cells[block.slots[i].cell].job->workers);
      }
      EXPECT_EQ(workers, (std::set{1, 2, 4})) << at;
    }
    for (std::size_t cell = 0; cell < plan.cells.size(); ++cell) {
      const auto order = arms_in(block, cell);
      EXPECT_TRUE(std::equal(order.begin(), order.end(), order.rbegin())) << "there and back";
    }
  }
}

TEST(Plan, VisitsAnArmOftenWhereAJobSaysSoEachTimeTheOtherWayRound) {
  World world = world_of(3, 4);
  world.suite.load.clear();
  world.suite.jobs.push_back({"fib", {}, {}, {}, 3, {{"same", 27, "", 0, {"javascript"}, 1, 3}}});
  world.suite.jobs.push_back({"sha256", {}, {}, {}, 1, {{"same", 27, "", 0, {"javascript"}, 1, 1}}});
  for (workload::Stack& stack : world.stacks) {
    stack.language = "javascript";
    stack.jobs = {"same"};
  }
  world.profile.palindrome = false;
  const Plan plan = make_plan(world.suite, world.profile, arms_of(world), 7, 20'000);
  for (const BlockPlan& block : plan.blocks) {
    const auto often = arms_in(block, 0);
    ASSERT_EQ(often.size(), 9U);
    EXPECT_TRUE(std::equal(often.begin(), often.begin() + 6, often.rbegin() + 3)) << "there and back";
    EXPECT_TRUE(std::equal(often.begin(), often.begin() + 3, often.end() - 3)) << "there again";
    EXPECT_EQ(std::set<std::size_t>(often.begin(), often.begin() + 3).size(), 3U);
    EXPECT_EQ(arms_in(block, 1).size(), 3U);
  }
  EXPECT_EQ(arms_in(plan.blocks[0], 0).front(), arms_in(plan.blocks[1], 0)[2]) << "mirrored";

  world.profile.palindrome = true;
  const Plan there_and_back = make_plan(world.suite, world.profile, arms_of(world), 7, 20'000);
  EXPECT_EQ(arms_in(there_and_back.blocks[0], 0).size(), 18U);
  world.profile.verdicts = false;
  const Plan smoke = make_plan(world.suite, world.profile, arms_of(world), 7, 20'000);
  EXPECT_EQ(arms_in(smoke.blocks[0], 0).size(), 6U);
}

TEST(Plan, AStackServesByAllNumbersOfWorkersOneRightAfterTheOtherEachOnALaunchOfItsOwn) {
  World world = world_of(3, 4);
  world.suite.load = {{"/cpu/fib?n=20", {8}, {}}, {"/cpu/fib?n=27", {8}, {}}};
  for (workload::LoadLine& line : world.suite.load) line.workers = {1, 2};
  std::vector<Arm> arms;
  for (const Arm& arm : arms_of(world)) {
    for (const int workers : {1, 2}) arms.emplace_back(arm).workers = workers;
  }
  const Plan plan = make_plan(world.suite, world.profile, arms, 7, 20'000);
  ASSERT_EQ(plan.cells.size(), 4U);
  for (const BlockPlan& block : plan.blocks) {
    EXPECT_EQ(block.launch.size(), 6U);
    ASSERT_EQ(block.slots.size(), 24U);
    for (std::size_t at = 0; at < block.slots.size(); at += 2) {
      const Slot& one = block.slots[at];
      const Slot& next = block.slots[at + 1];
      EXPECT_EQ(plan.arms[one.arm].name(), plan.arms[next.arm].name()) << at;
      EXPECT_EQ(plan.cells[one.cell].target, plan.cells[next.cell].target) << at;
      EXPECT_NE(plan.cells[one.cell].workers, plan.cells[next.cell].workers) << at;
      for (const Slot& slot : {one, next})
        EXPECT_EQ(plan.arms[slot.arm].workers, plan.cells[slot.cell].workers) << at;
    }
    for (std::size_t cell = 0; cell < plan.cells.size(); ++cell) {
      const auto order = arms_in(block, cell);
      EXPECT_TRUE(std::equal(order.begin(), order.end(), order.rbegin())) << "there and back";
    }
  }
}

TEST(Plan, ACellOfSoManyHopsIsMeasuredByTheLaunchesThatHaveAsMany) {
  World world = world_of(3, 4);
  world.suite.load = {{"/down?ms=0&b=512", {8, 1}, {}}};
  world.suite.load.front().hops = {1, 4};
  world.suite.load.front().turn = milliseconds(100);
  std::vector<Arm> arms;
  for (const Arm& arm : arms_of(world)) {
    for (const int hops : {1, 4}) arms.emplace_back(arm).hops = hops;
  }
  const Plan plan = make_plan(world.suite, world.profile, arms, 7, 20'000);
  ASSERT_EQ(plan.cells.size(), 4U);
  for (const BlockPlan& block : plan.blocks) {
    EXPECT_EQ(block.launch.size(), 6U);
    EXPECT_EQ(block.slots.size(), 24U);
    for (const Slot& slot : block.slots) EXPECT_EQ(plan.arms[slot.arm].hops, plan.cells[slot.cell].hops);
    for (const Round& round : rounds_of(block, plan))
      EXPECT_EQ(round.count, 3U) << "all stacks meet the same machine";
  }
}

TEST(Plan, ASpareBlockLaunchesOnlyTheNumberOfWorkersThatWasLost) {
  World world = world_of(2, 4);
  world.suite.load = {{"/cpu/fib?n=27", {8}, {}}};
  world.suite.load.front().workers = {1, 2};
  std::vector<Arm> arms;
  for (const Arm& arm : arms_of(world)) {
    for (const int workers : {1, 2}) arms.emplace_back(arm).workers = workers;
  }
  const Plan plan = make_plan(world.suite, world.profile, arms, 7, 20'000);
  const BlockPlan part = only({{"B", "/cpu/fib?n=27 c=8 w=2"}}, plan.blocks.front(), plan);
  ASSERT_EQ(part.launch.size(), 1U);
  EXPECT_EQ(plan.arms[part.launch.front()].name(), "B");
  EXPECT_EQ(plan.arms[part.launch.front()].workers, 2);
  EXPECT_EQ(part.slots.size(), 2U);
}

}  // namespace
}  // namespace harness::experiment
