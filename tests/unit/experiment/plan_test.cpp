#include <map>
#include <set>

#include "small_plan.hpp"
#include <gtest/gtest.h>

namespace harness::experiment {
namespace {

TEST(Plan, EveryArmIsMeasuredTwicePerCellInPalindromicOrder) {
  const World world = world_of(3, 4);
  const Plan plan = make_plan(world.suite, world.profile, arms_of(world), 7, 20'000);
  ASSERT_EQ(plan.cells.size(), 3U);
  for (const BlockPlan& block : plan.blocks) {
    for (std::size_t cell = 0; cell < plan.cells.size(); ++cell) {
      const auto order = arms_in(block, cell);
      ASSERT_EQ(order.size(), 6U);
      EXPECT_TRUE(std::equal(order.begin(), order.end(), order.rbegin()));
      EXPECT_EQ(std::set<std::size_t>(order.begin(), order.begin() + 3).size(), 3U);
    }
  }
}

TEST(Plan, WithoutThePalindromeEveryArmIsMeasuredOnceAndTheNextBlockMirrorsIt) {
  World world = world_of(3, 4);
  world.profile.palindrome = false;
  const Plan plan = make_plan(world.suite, world.profile, arms_of(world), 7, 20'000);
  for (std::size_t pair = 0; pair < plan.blocks.size(); pair += 2) {
    for (std::size_t cell = 0; cell < plan.cells.size(); ++cell) {
      const auto first = arms_in(plan.blocks[pair], cell);
      const auto second = arms_in(plan.blocks[pair + 1], cell);
      EXPECT_EQ(std::set<std::size_t>(first.begin(), first.end()).size(), 3U);
      ASSERT_EQ(first.size(), 3U);
      ASSERT_EQ(second.size(), 3U);
      EXPECT_TRUE(std::equal(first.begin(), first.end(), second.rbegin()));
    }
  }
}

TEST(Plan, AsksAnArmOnlyForWhatItServes) {
  World world = world_of(2, 2);
  world.stacks[1].endpoints = {"/plaintext"};
  const Plan plan = make_plan(world.suite, world.profile, arms_of(world), 7, 20'000);
  ASSERT_EQ(plan.cells.size(), 3U);
  for (const BlockPlan& block : plan.blocks) {
    for (std::size_t cell = 0; cell < plan.cells.size(); ++cell) {
      const bool waits = plan.cells[cell].target == "/delay?ms=50";
      EXPECT_EQ(arms_in(block, cell).size(), waits ? 2U : 4U) << plan.cells[cell].id();
    }
  }
}

TEST(Plan, MeasuresAStackThatIsThereForOneQuestionInTheCellsThatAskItOnly) {
  World world = world_of(2, 2);
  world.suite.only["B"] = {"/plaintext c=64"};
  const Plan plan = make_plan(world.suite, world.profile, arms_of(world), 7, 20'000);
  for (const BlockPlan& block : plan.blocks) {
    EXPECT_EQ(block.launch.size(), 2U);
    for (std::size_t cell = 0; cell < plan.cells.size(); ++cell) {
      const bool asked = plan.cells[cell].id() == "/plaintext c=64";
      EXPECT_EQ(arms_in(block, cell).size(), asked ? 4U : 2U) << plan.cells[cell].id();
    }
  }
  EXPECT_TRUE(plan.asks(plan.arms[1], "/plaintext"));
  EXPECT_FALSE(plan.asks(plan.arms[1], "/delay?ms=50")) << "warmed up for what nobody asks";
  EXPECT_TRUE(plan.asks(plan.arms[0], "/delay?ms=50"));
}

TEST(Plan, HasAnApplicationInstalledThreeTimesByWhoeverCanWhatItIsWrittenIn) {
  World world = world_of(2, 1);
  workload::Job job{"web", 0, workload::kAsLocked};
  job.installs = true;
  world.suite.load.clear();
  world.suite.jobs = {{workload::kInstall, {}, {"web"}, {}, 1, {job}}};
  world.profile.palindrome = false;
  world.stacks[0].jobs = {"web"};
  world.stacks[1].jobs = {"another"};
  const Plan plan = make_plan(world.suite, world.profile, arms_of(world), 7, 20'000);
  ASSERT_EQ(plan.cells.size(), 1U);
  EXPECT_EQ(arms_in(plan.blocks.front(), 0), std::vector<std::size_t>{0});
  // 3 · 1 s, and 0.03 + 0.15 + 0.4 s around them.
  EXPECT_EQ(plan.expected_duration(), milliseconds(3'580));
  world.profile.verdicts = false;
  EXPECT_EQ(plan.fewest_iterations(), 1);
}

TEST(Plan, ReadsEachPairOfSourcesOnceByEachArmInWhatItHas) {
  World world = world_of(3, 2);
  world.suite.load.clear();
  world.suite.pairs = {{"kernel", "fib"}, {"server", ""}};
  world.profile.mutants = 5;
  for (workload::Stack& stack : world.stacks) stack.jobs = {"source", "mutants"};
  world.stacks[2].jobs = {"source"};
  const Plan plan = make_plan(world.suite, world.profile, arms_of(world), 7, 20'000);
  ASSERT_EQ(plan.blocks.size(), 2U);
  std::vector<std::string> read;
  for (const BlockPlan& block : plan.blocks) {
    for (const Slot& slot : block.slots)
      read.push_back(plan.pair_of(block).name + ": " + plan.cells[slot.cell].id() + " " +
                     plan.arms[slot.arm].name());
  }
  EXPECT_EQ(read,
            (std::vector<std::string>{
                "kernel: source same A", "kernel: source same B", "kernel: source same C",
                "kernel: source idiom A", "kernel: source idiom B", "kernel: source idiom C",
                "kernel: mutants indentation A", "kernel: mutants indentation B", "kernel: mutants bracket A",
                "kernel: mutants bracket B", "kernel: mutants other A", "kernel: mutants other B",
                "server: source idiom A", "server: source idiom B", "server: source idiom C"}));
}

TEST(Plan, TheSecondBlockOfAPairMirrorsTheFirst) {
  const World world = world_of(4, 2);
  const Plan plan = make_plan(world.suite, world.profile, arms_of(world), 7, 20'000);
  for (std::size_t cell = 0; cell < plan.cells.size(); ++cell) {
    const auto first = arms_in(plan.blocks[0], cell);
    const auto second = arms_in(plan.blocks[1], cell);
    EXPECT_TRUE(std::equal(first.begin(), first.begin() + 4, second.rend() - 4));
  }
}

TEST(Plan, SlicesOfOneCellStandTogether) {
  const World world = world_of(2, 1);
  const Plan plan = make_plan(world.suite, world.profile, arms_of(world), 1, 20'000);
  std::size_t changes = 0;
  for (std::size_t i = 1; i < plan.blocks[0].slots.size(); ++i) {
    changes += plan.blocks[0].slots[i].cell != plan.blocks[0].slots[i - 1].cell ? 1 : 0;
  }
  EXPECT_EQ(changes, plan.cells.size() - 1);
}

TEST(Plan, ACellWithTurnsIsTwoRoundsABlockAndOneWithoutARoundPerSlice) {
  World world = world_of(3, 1);
  world.suite.load[0].turn = milliseconds(100);
  const Plan plan = make_plan(world.suite, world.profile, arms_of(world), 1, 20'000);
  std::map<std::size_t, std::vector<std::size_t>> rounds;  // cell → sizes
  std::size_t next = 0;
  for (const Round& round : rounds_of(plan.blocks[0], plan)) {
    EXPECT_EQ(round.first, next);
    next += round.count;
    rounds[plan.blocks[0].slots[round.first].cell].push_back(round.count);
  }
  EXPECT_EQ(next, plan.blocks[0].slots.size());
  for (std::size_t cell = 0; cell < plan.cells.size(); ++cell) {
    const bool turns = plan.cells[cell].target == "/plaintext";
    EXPECT_EQ(plan.turns(plan.cells[cell]), turns ? 7 : 1);
    EXPECT_EQ(rounds[cell], turns ? std::vector<std::size_t>(2, 3) : std::vector<std::size_t>(6, 1));
  }
}

TEST(Plan, ARoundNeedsTheConnectionsOfAllItsArmsAtOnce) {
  World world = world_of(3, 1);
  world.suite.load[0].turn = milliseconds(100);
  EXPECT_TRUE(make_plan(world.suite, world.profile, arms_of(world), 1, 192).untestable.empty());
  const Plan plan = make_plan(world.suite, world.profile, arms_of(world), 1, 191);
  ASSERT_EQ(plan.untestable.size(), 1U);
  EXPECT_EQ(plan.untestable[0].cell.id(), "/plaintext c=64");
  EXPECT_NE(plan.untestable[0].reason.find("192 connections need more open files"), std::string::npos);
}

TEST(Plan, ASliceShorterThanATurnIsOneTurn) {
  World world = world_of(1, 1);
  world.suite.load[0].turn = seconds(2);
  const Plan plan = make_plan(world.suite, world.profile, arms_of(world), 1, 20'000);
  EXPECT_EQ(plan.turns(plan.cells[0]), 1);
}

TEST(Plan, IsAPureFunctionOfTheSeed) {
  const World world = world_of(5, 6);
  const auto slots = [&](std::uint64_t seed) {
    std::vector<std::pair<std::size_t, std::size_t>> all;
    for (const BlockPlan& block :
         make_plan(world.suite, world.profile, arms_of(world), seed, 20'000).blocks) {
      for (const Slot& slot : block.slots) all.emplace_back(slot.cell, slot.arm);
    }
    return all;
  };
  EXPECT_EQ(slots(42), slots(42));
  EXPECT_NE(slots(42), slots(43));
}

TEST(Plan, LeavesOutAbsentArmsAndKeepsTheirReason) {
  const World world = world_of(3, 1);
  auto arms = arms_of(world);
  arms[1].absent = "not installed";
  const Plan plan = make_plan(world.suite, world.profile, arms, 7, 20'000);
  EXPECT_EQ(plan.blocks[0].launch.size(), 2U);
  for (const Slot& slot : plan.blocks[0].slots) EXPECT_NE(slot.arm, 1U);
  EXPECT_EQ(plan.wanted_slices(), 3U * 2U * 2U);
}

TEST(Plan, MeasuresControlsInTheirOneCellAndNothingElseChanges) {
  World world = world_of(2, 4);
  const Plan without = make_plan(world.suite, world.profile, arms_of(world), 7, 20'000);
  world.suite.controls = workload::ControlLine{"A", {"/plaintext", 64}, "throughput_rps"};
  auto arms = arms_of(world);
  const auto controls = control_arms(world.suite, arms);
  arms.insert(arms.end(), controls.begin(), controls.end());
  const Plan plan = make_plan(world.suite, world.profile, arms, 7, 20'000);
  for (const BlockPlan& block : plan.blocks) {
    EXPECT_EQ(block.launch.size(), 4U);
    for (std::size_t cell = 0; cell < plan.cells.size(); ++cell) {
      const auto order = arms_in(block, cell);
      const bool controlled = plan.cells[cell].id() == "/plaintext c=64";
      EXPECT_EQ(order.size(), controlled ? 8U : 4U);
      EXPECT_TRUE(std::equal(order.begin(), order.end(), order.rbegin()));
    }
    // Before anything else: later, their stack would have met other loads and they not.
    EXPECT_EQ(plan.cells[block.slots.front().cell].id(), "/plaintext c=64");
  }
  EXPECT_EQ(plan.wanted_slices(), without.wanted_slices() + 4 * 4);
}

TEST(Plan, HasSpareBlocksThatDoNotCountAsWanted) {
  World world = world_of(2, 6);
  world.profile.spare_blocks = 1;
  const Plan plan = make_plan(world.suite, world.profile, arms_of(world), 7, 20'000);
  EXPECT_EQ(plan.blocks.size(), 7U);
  EXPECT_EQ(plan.wanted_blocks(), 6U);
  EXPECT_EQ(plan.wanted_slices(), 6U * 3 * 4);
  world.profile.spare_blocks = 0;
  EXPECT_EQ(plan.expected_duration(),
            make_plan(world.suite, world.profile, arms_of(world), 7, 20'000).expected_duration());
}

TEST(Plan, CanBeCutDownToTheSeriesThatAreStillWanted) {
  const World world = world_of(3, 1);
  const Plan plan = make_plan(world.suite, world.profile, arms_of(world), 7, 20'000);
  const BlockPlan part = only({{"A", "/plaintext c=64"}, {"C", "/plaintext c=64"}, {"C", "/plaintext c=1"}},
                              plan.blocks.front(), plan);
  EXPECT_EQ(part.number, 1);
  EXPECT_EQ(part.launch.size(), 2U);
  EXPECT_EQ(part.slots.size(), 2U * 2 + 2);
  std::vector<std::size_t> order = arms_in(plan.blocks.front(), 1);
  std::erase(order, 1U);
  EXPECT_EQ(arms_in(part, 1), order) << "the palindrome of the whole block";
  EXPECT_TRUE(only({}, plan.blocks.front(), plan).launch.empty());
}

TEST(Plan, HasNoBlocksWhenNothingCanBeLaunched) {
  const World world = world_of(1, 3);
  auto arms = arms_of(world);
  arms[0].absent = "not installed";
  EXPECT_TRUE(make_plan(world.suite, world.profile, arms, 7, 20'000).blocks.empty());
}

TEST(Plan, NamesCellsTheHostCannotHoldAndHowToRaiseTheLimit) {
  World world = world_of(2, 1);
  world.profile.full = true;
  const Plan plan = make_plan(world.suite, world.profile, arms_of(world), 7, 1000);
  ASSERT_EQ(plan.untestable.size(), 1U);
  EXPECT_EQ(plan.untestable[0].cell.connections, 10'000);
  EXPECT_NE(plan.untestable[0].reason.find("ulimit -n 10128"), std::string::npos)
      << plan.untestable[0].reason;
  EXPECT_EQ(make_plan(world.suite, world.profile, arms_of(world), 7, 20'000).cells.size(), 4U);
}

TEST(Plan, ExpectsTheTimeItsPartsTake) {
  const World world = world_of(2, 1);
  const Plan plan = make_plan(world.suite, world.profile, arms_of(world), 7, 20'000);
  // 2 arms · (1.5 + 1.5 s) + 12 slices · (0.7 + 0.15 + 0.03 + 0.35 s) = 6 s + 14.76 s.
  EXPECT_EQ(plan.expected_duration(), milliseconds(20'760));
}

TEST(Plan, ExpectsTheTimeInWhichServersAreWatchedAndTheWarmUpThatFollows) {
  World world = world_of(2, 1);
  world.profile.warm_up_window = seconds(10);
  Plan plan = make_plan(world.suite, world.profile, arms_of(world), 7, 20'000);
  EXPECT_EQ(plan.warm_up, milliseconds(1'500));
  EXPECT_EQ(plan.expected_duration(), milliseconds(20'760) + 2 * 2 * milliseconds(11'500));  // arms × targets
  plan.warm_up = milliseconds(2'500);
  EXPECT_EQ(plan.expected_duration(), milliseconds(20'760 + 2'000) + 2 * 2 * milliseconds(11'500));
}

TEST(Plan, MeasuresAnArmBesideTheJobsItMeetsOnly) {
  World world = world_of(2, 2);
  const workload::Interference inline_jobs{"/cpu/nbody", milliseconds(50), 0.2};
  const workload::Interference pool_jobs{"/cpu_off/nbody", milliseconds(50), 0.2};
  world.suite.load = {
      {"/plaintext", {64}, {}, {RequestsPerSecond{1000}}, "poisson", {}, {inline_jobs, pool_jobs}}};
  world.stacks[0].endpoints = {"/plaintext", "/cpu"};
  world.stacks[1].endpoints = {"/plaintext", "/cpu", "/cpu_off"};
  const Plan plan = make_plan(world.suite, world.profile, arms_of(world), 7, 20'000);
  ASSERT_EQ(plan.cells.size(), 2U);
  for (const BlockPlan& block : plan.blocks) {
    EXPECT_EQ(arms_in(block, 0), (std::vector<std::size_t>{0, 0}));
    EXPECT_EQ(arms_in(block, 1), (std::vector<std::size_t>{1, 1}));
  }
}

TEST(Plan, CountsTheCalmStretchOfASliceBesideJobs) {
  World world = world_of(1, 1);
  const workload::LoadLine alone{"/plaintext", {64}, {}, {RequestsPerSecond{1000}}, "poisson"};
  auto beside = alone;
  beside.beside = {{"/cpu/nbody", milliseconds(50), 0.2}};
  const auto duration = [&](const workload::LoadLine& line) {
    world.suite.load = {line};
    return make_plan(world.suite, world.profile, arms_of(world), 7, 20'000).expected_duration();
  };
  // Two slices, each with another stretch of 700 ms and what comes with it, and the warm-up of the jobs.
  EXPECT_GT(duration(beside) - duration(alone), 2 * world.profile.slice + world.profile.warm_up);
}

}  // namespace
}  // namespace harness::experiment
