#include "harness/experiment/round.hpp"

#include <algorithm>
#include <map>

#include <gtest/gtest.h>

namespace harness::experiment {
namespace {

using Lap = std::vector<std::size_t>;

std::vector<Lap> laps(std::size_t contenders, int turns, std::uint64_t seed) {
  const auto order = order_of_turns(contenders, turns, seed);
  std::vector<Lap> all;
  for (auto at = order.begin(); at != order.end(); at += static_cast<std::ptrdiff_t>(contenders))
    all.emplace_back(at, at + static_cast<std::ptrdiff_t>(contenders));
  return all;
}

TEST(OrderOfTurns, BeginsInTheOrderOfTheSlotsAndGivesEveryoneOneTurnALap) {
  const auto all = laps(5, 13, 1);
  ASSERT_EQ(all.size(), 13U);
  EXPECT_EQ(all.front(), (Lap{0, 1, 2, 3, 4}));
  for (Lap lap : all) {
    std::ranges::sort(lap);
    EXPECT_EQ(lap, (Lap{0, 1, 2, 3, 4}));
  }
}

TEST(OrderOfTurns, TheSecondLapOfAPairGoesTheOtherWay) {
  const auto all = laps(4, 12, 7);
  for (std::size_t i = 0; i + 1 < all.size(); i += 2)
    EXPECT_TRUE(std::ranges::equal(all[i + 1], Lap(all[i].rbegin(), all[i].rend())));
}

// Were it always the same, one arm's cold caches would always be another's doing.
TEST(OrderOfTurns, ChangesWhoComesAfterWhom) {
  const auto order = order_of_turns(3, 80, 3);
  std::map<std::pair<std::size_t, std::size_t>, int> after;
  for (std::size_t i = 1; i < order.size(); ++i) ++after[{order[i - 1], order[i]}];
  for (std::size_t a = 0; a < 3; ++a) {
    for (std::size_t b = 0; b < 3; ++b) EXPECT_GE((after[{a, b}]), 10) << a << " then " << b;
  }
}

TEST(OrderOfTurns, IsAPureFunctionOfTheSeed) {
  EXPECT_EQ(order_of_turns(4, 10, 5), order_of_turns(4, 10, 5));
  EXPECT_NE(order_of_turns(4, 10, 5), order_of_turns(4, 10, 6));
}

}  // namespace
}  // namespace harness::experiment
