#pragma once
// A suite of two targets and stacks named A, B, …: what plans are made of in tests.
#include <string>
#include <vector>

#include "harness/experiment/plan.hpp"

namespace harness::experiment {

struct World {
  workload::Suite suite;
  workload::Runtime runtime;
  std::vector<workload::Stack> stacks;
  workload::Profile profile;
};

inline World world_of(std::size_t stacks, int blocks) {
  World world;
  world.suite.id = "test";
  world.suite.load = {{"/plaintext", {1, 64}, {10'000}}, {"/delay?ms=50", {64}, {}}};
  world.stacks.resize(stacks);
  for (std::size_t i = 0; i < stacks; ++i) world.stacks[i].id = std::string(1, static_cast<char>('A' + i));
  world.profile = {"ci", blocks, milliseconds(700), milliseconds(150), milliseconds(30), milliseconds(1500),
                   true, false};
  return world;
}

inline std::vector<Arm> arms_of(const World& world) {
  std::vector<Arm> arms;
  for (const workload::Stack& stack : world.stacks) arms.push_back({&stack, &world.runtime, 1, std::nullopt});
  return arms;
}

inline std::vector<std::size_t> arms_in(const BlockPlan& block, std::size_t cell) {
  std::vector<std::size_t> arms;
  for (const Slot& slot : block.slots) {
    if (slot.cell == cell) arms.push_back(slot.arm);
  }
  return arms;
}

}  // namespace harness::experiment
