#include "workloads/native/kernels/measure.hpp"

#include <gtest/gtest.h>

namespace harness::kernels {
namespace {

int same(int n) {
  return n;
}

int drifting(int n) {
  static int calls = 0;
  return n + (++calls == 3 ? 1 : 0);
}

std::string digits(int number) {
  return std::to_string(number);
}

TEST(MeasuredKernel, HasATimeForEachIteration) {
  const auto measured = measure<same, same, digits>(7, 3, Nanoseconds(0));
  ASSERT_TRUE(measured);
  EXPECT_EQ(measured->line, "7");
  EXPECT_EQ(measured->iterations.size(), 3U);
  EXPECT_EQ(measured->iterations_cpu.size(), 3U);
}

TEST(MeasuredKernel, GoesOnUntilItsTimeIsOver) {
  const auto measured = measure<same, same, digits>(7, 1, milliseconds(5));
  ASSERT_TRUE(measured);
  EXPECT_GT(measured->iterations.size(), 10U);
}

TEST(MeasuredKernel, IsRefusedWhenAnIterationGivesSomethingElse) {
  const auto measured = measure<same, drifting, digits>(7, 4, Nanoseconds(0));
  ASSERT_FALSE(measured);
  EXPECT_EQ(measured.error().message, "iteration 2 gave '8', iteration 0 gave '7'");
}

}  // namespace
}  // namespace harness::kernels
