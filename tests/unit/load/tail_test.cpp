#include "harness/load/tail.hpp"

#include <gtest/gtest.h>

#include "harness/base/random.hpp"

namespace harness::load {
namespace {

SlowAnswer taking(std::int64_t ns) {
  return {Nanoseconds(ns), Nanoseconds(ns - 1), Instant{Nanoseconds(10 * ns)}};
}

TEST(Tail, KeepsTheSlowestExactlyAndSlowestFirst) {
  Tail tail;
  Random random(3);
  std::vector<std::int64_t> all;
  for (int i = 0; i < 1'000; ++i) {
    all.push_back(static_cast<std::int64_t>(random.next() >> 30));
    tail.offer(taking(all.back()));
  }
  std::sort(all.rbegin(), all.rend());
  const auto slowest = tail.slowest_first();
  ASSERT_EQ(slowest.size(), Tail::kKept);
  for (std::size_t i = 0; i < slowest.size(); ++i) {
    EXPECT_EQ(slowest[i].response.count(), all[i]);
    EXPECT_EQ(slowest[i].service.count(), all[i] - 1);
    EXPECT_EQ(slowest[i].intended.since_start.count(), 10 * all[i]);
  }
}

TEST(Tail, KeepsAllWhileTheyAreFew) {
  Tail tail;
  for (const int ns : {5, 9, 1}) tail.offer(taking(ns));
  const auto slowest = tail.slowest_first();
  ASSERT_EQ(slowest.size(), 3U);
  EXPECT_EQ(slowest.front().response.count(), 9);
  EXPECT_EQ(slowest.back().response.count(), 1);
}

TEST(Tail, MergesToTheSlowestOfBoth) {
  Tail even;
  Tail odd;
  for (int ns = 0; ns < 200; ++ns) (ns % 2 == 0 ? even : odd).offer(taking(ns));
  even.merge(odd);
  const auto slowest = even.slowest_first();
  ASSERT_EQ(slowest.size(), Tail::kKept);
  for (std::size_t i = 0; i < slowest.size(); ++i)
    EXPECT_EQ(slowest[i].response.count(), 199 - static_cast<std::int64_t>(i));
}

}  // namespace
}  // namespace harness::load
