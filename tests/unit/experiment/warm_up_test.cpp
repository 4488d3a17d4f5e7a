#include "harness/experiment/warm_up.hpp"

#include <gtest/gtest.h>

namespace harness::experiment {
namespace {

workload::Cell talk(const char* target, int connections, double rate) {
  workload::Cell cell{target, connections, workload::OpenLoop{{rate}, "uniform"}};
  cell.talk.emplace();
  return cell;
}

TEST(WarmUp, TalksOnceOnEachTargetWithMostConnections) {
  Plan plan;
  plan.cells = {{"/plaintext", 64, {}},
                talk("/lines", 2000, 4000),
                talk("/ws/echo", 8, 8),
                talk("/lines", 2000, 10'000),
                talk("/ws/echo", 64, 64)};
  const auto cells = warm_up_talks(plan);
  ASSERT_EQ(cells.size(), 2U);
  EXPECT_EQ(cells[0], plan.cells[1]);
  EXPECT_EQ(cells[1], plan.cells[4]);
}

TEST(WarmUp, LastsAsLongOnATargetForWhoIsAskedNoOther) {
  workload::Suite suite;
  suite.load = {{"/json", {64}, {}}, {"/echo", {64}, {}}};
  Plan plan;
  plan.suite = &suite;
  plan.warm_up = seconds(3);
  plan.cells = {{"/json", 64, {}}, {"/echo", 64, {}}, talk("/lines", 2000, 4000)};
  const WarmUp each = warm_up_of(plan);
  EXPECT_EQ(each.cells.size(), 3U);
  EXPECT_EQ(each.length, seconds(1));
}

}  // namespace
}  // namespace harness::experiment
