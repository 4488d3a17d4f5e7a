#include "harness/load/slo_search.hpp"

#include <cmath>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::load {
namespace {

using End = SloAnswer::End;
using testing::HasSubstr;

SloSearchSpec from_to(double start, double ceiling) {
  SloSearchSpec spec;
  spec.start.value = start;
  spec.ceiling.value = ceiling;
  return spec;
}

/// Answers the rates asked for, one after the other; the rates.
std::vector<double> answer(SloSearch& search, std::initializer_list<bool> results) {
  std::vector<double> asked;
  for (const bool met : results) {
    asked.push_back(search.next().value);
    search.record(search.next(), met);
  }
  return asked;
}

std::vector<double> search_for(SloSearch& search, double threshold) {
  std::vector<double> asked;
  while (!search.finished()) {
    asked.push_back(search.next().value);
    search.record(search.next(), search.next().value < threshold);
  }
  return asked;
}

TEST(SloSearch, DoublesUntilARateFailsTwice) {
  SloSearch search(from_to(100, 100'000));
  EXPECT_THAT(answer(search, {true, true, true, false, false}),
              testing::ElementsAre(100, 200, 400, 800, 800));
  EXPECT_LT(search.next().value, 800);
  EXPECT_GT(search.next().value, 300);
  EXPECT_FALSE(search.finished());
}

TEST(SloSearch, DoesNotBelieveOneFail) {
  SloSearch search(from_to(100, 100'000));
  EXPECT_THAT(answer(search, {true, false, true, true, true}), testing::ElementsAre(100, 200, 200, 200, 400));
  EXPECT_EQ(search.next().value, 800);
}

TEST(SloSearch, BelievesTwoFailsOfThree) {
  SloSearch search(from_to(100, 100'000));
  EXPECT_THAT(answer(search, {true, true, false, true, false}),
              testing::ElementsAre(100, 200, 400, 400, 400));
  EXPECT_LT(search.next().value, 400);
}

TEST(SloSearch, SaysThatTheLowestRateFails) {
  SloSearch search(from_to(100, 100'000));
  (void)answer(search, {false, true, false});
  ASSERT_TRUE(search.finished());
  EXPECT_EQ(search.answer().end, End::kLowestFails);
  EXPECT_FALSE(search.answer().rate);
  EXPECT_THAT(search.answer().reason, HasSubstr("already the lowest rate, 100/s, does not meet it (1 of 3"));
}

TEST(SloSearch, SaysThatTheCeilingPassesOnceItPassedTwice) {
  SloSearch search(from_to(100, 300));
  EXPECT_THAT(answer(search, {true, true, true, true}), testing::ElementsAre(100, 200, 300, 300));
  ASSERT_TRUE(search.finished());
  EXPECT_EQ(search.answer().end, End::kCeilingPasses);
  EXPECT_FALSE(search.answer().rate);
  EXPECT_THAT(search.answer().reason, HasSubstr("even the highest rate, 300/s, does meet it (2 of 2"));
}

TEST(SloSearch, LearnsThatThePassAtTheLowestRateWasLuck) {
  SloSearch search(from_to(100, 100'000));
  search.record(search.next(), true);
  const auto asked = search_for(search, 50);
  EXPECT_EQ(search.answer().end, End::kLowestFails);
  for (const double rate : asked) EXPECT_GE(rate, 100);
}

TEST(SloSearch, FindsASharpThresholdWithinItsTolerance) {
  for (const double threshold : {137.0, 1'000.0, 1'599.0, 1'601.0, 52'345.6}) {
    SloSearch search(from_to(100, 100'000));
    const auto asked = search_for(search, threshold);
    const SloAnswer& found = search.answer();
    ASSERT_EQ(found.end, End::kFound) << threshold;
    EXPECT_NEAR(found.rate->value, threshold, 0.05 * threshold);
    EXPECT_LE(found.low->value, threshold);
    EXPECT_GE(found.high->value, threshold);
    EXPECT_LE((found.high->value - found.low->value) / 2, 0.05 * found.rate->value);
    EXPECT_TRUE(found.reason.empty());
    EXPECT_EQ(asked.size(), search.probes());
    EXPECT_LT(asked.size(), 40U);
  }
}

TEST(SloSearch, ProbesBothSidesOfTheEdgeRepeatedly) {
  SloSearch search(from_to(100, 100'000));
  int below = 0;
  int above = 0;
  for (const double rate : search_for(search, 1'000)) {
    below += rate < 1'000 && rate > 900 ? 1 : 0;
    above += rate >= 1'000 && rate < 1'100 ? 1 : 0;
  }
  EXPECT_GE(below, 3);
  EXPECT_GE(above, 3);
}

TEST(SloSearch, SpendsNoMoreThanItsBudgetAndSaysSo) {
  SloSearchSpec spec = from_to(100, 100'000);
  spec.budget = 12;
  SloSearch search(spec);
  EXPECT_EQ(search_for(search, 1'000).size(), 12U);
  EXPECT_EQ(search.answer().end, End::kBudgetSpent);
  ASSERT_TRUE(search.answer().rate);
  EXPECT_THAT(search.answer().reason, HasSubstr("12 probes are spent and the interval is ±"));

  spec.budget = 3;
  SloSearch climbing(spec);
  EXPECT_EQ(search_for(climbing, 1'000).size(), 3U);
  EXPECT_FALSE(climbing.answer().rate);
  EXPECT_THAT(climbing.answer().reason, HasSubstr("no rate failed repeatedly; the last was 400/s"));
}

TEST(SloSearch, EndsWithItsBudgetWhenTheProbesContradictEachOther) {
  SloSearchSpec spec = from_to(100, 100'000);
  SloSearch search(spec);
  (void)answer(search, {true, true, false, false});
  for (bool met = true; !search.finished(); met = !met) search.record(search.next(), met);
  EXPECT_EQ(search.answer().end, End::kBudgetSpent);
  EXPECT_EQ(search.probes(), spec.budget);
}

TEST(SloSearch, AsksTheSameRatesForTheSameSeed) {
  const auto asked = [](std::uint64_t seed) {
    SloSearchSpec spec = from_to(100, 100'000);
    spec.seed = seed;
    SloSearch search(spec);
    return search_for(search, 1'234);
  };
  EXPECT_EQ(asked(1), asked(1));
  EXPECT_NE(asked(1), asked(2));
}

TEST(SloSearch, NeverLeavesTheRatesItWasGiven) {
  SloSearch search(from_to(100, 150));
  for (const double rate : search_for(search, 149)) {
    EXPECT_GE(rate, 100);
    EXPECT_LE(rate, 150);
  }
  EXPECT_TRUE(search.finished());
}

TEST(SloSearch, HearsNothingAfterItsEnd) {
  SloSearch search(from_to(100, 100'000));
  (void)search_for(search, 1'000);
  const double rate = search.answer().rate->value;
  search.record(RequestsPerSecond{5'000}, true);
  EXPECT_EQ(search.answer().rate->value, rate);
}

}  // namespace
}  // namespace harness::load
