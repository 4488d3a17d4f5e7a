#include "harness/load/timeout_queue.hpp"

#include <gtest/gtest.h>

namespace harness::load {
namespace {

TEST(TimeoutQueue, GivesBackTheOldestFirst) {
  TimeoutQueue queue(4);
  EXPECT_EQ(queue.oldest(), std::nullopt);
  for (const std::uint32_t index : {2U, 0U, 3U}) queue.push_newest(index);
  EXPECT_EQ(queue.oldest(), 2U);
  queue.remove(2);
  EXPECT_EQ(queue.oldest(), 0U);
  queue.push_newest(2);
  queue.remove(0);
  EXPECT_EQ(queue.oldest(), 3U);
  queue.remove(3);
  EXPECT_EQ(queue.oldest(), 2U);
  EXPECT_EQ(queue.size(), 1U);
  queue.remove(2);
  EXPECT_EQ(queue.oldest(), std::nullopt);
}

TEST(TimeoutQueue, RemovesFromTheMiddle) {
  TimeoutQueue queue(3);
  for (const std::uint32_t index : {0U, 1U, 2U}) queue.push_newest(index);
  queue.remove(1);
  EXPECT_EQ(queue.oldest(), 0U);
  queue.remove(0);
  EXPECT_EQ(queue.oldest(), 2U);
}

}  // namespace
}  // namespace harness::load
