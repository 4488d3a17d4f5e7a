#include "harness/experiment/environment.hpp"

#include <gtest/gtest.h>

namespace harness::experiment {
namespace {

workload::Runtime runtime(const char* id, const char* released) {
  workload::Runtime runtime;
  runtime.id = id;
  runtime.version = "1";
  runtime.released = released;
  return runtime;
}

TEST(VintageWarning, SaysWhenTwoRuntimesAreMoreThanEighteenMonthsApart) {
  const auto node = runtime("node", "2026-10-01");
  const auto python = runtime("cpython", "2023-02-08");
  const std::string warning = vintage_warning({{nullptr, &node, 1, {}}, {nullptr, &python, 1, {}}});
  EXPECT_NE(warning.find("is 44 months newer than cpython"), std::string::npos) << warning;
}

TEST(VintageWarning, IsSilentUpToEighteenMonthsAndWhenADateIsUnknown) {
  const auto newer = runtime("a", "2024-08-01");
  const auto older = runtime("b", "2023-02-01");
  const auto unknown = runtime("c", "");
  EXPECT_EQ(vintage_warning({{nullptr, &newer, 1, {}}, {nullptr, &older, 1, {}}}), "");
  EXPECT_EQ(vintage_warning({{nullptr, &newer, 1, {}}, {nullptr, &unknown, 1, {}}}), "");
}

TEST(VintageWarning, LeavesOutArmsThatAreThereToShowWhatAgeDoes) {
  const auto node = runtime("node", "2026-10-01");
  const auto old = runtime("node12", "2020-01-07");
  workload::Stack beside;
  beside.variant_of = "node/http";
  EXPECT_EQ(vintage_warning({{nullptr, &node, 1, {}}, {&beside, &old, 1, {}}}), "");
}

}  // namespace
}  // namespace harness::experiment
