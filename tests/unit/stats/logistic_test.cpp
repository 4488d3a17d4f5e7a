// Numbers marked "by search" were computed apart from this code: Python, nested golden-section maximisation
// of l* written from its definition (no score equations, no Newton), ends by bisection. 1e-6 is their
// accuracy.
#include "harness/stats/logistic.hpp"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace harness::stats {
namespace {

void add(std::vector<Trial>& trials, double x, int passes, int fails) {
  for (int i = 0; i < passes; ++i) trials.push_back({x, true});
  for (int i = 0; i < fails; ++i) trials.push_back({x, false});
}

constexpr double kNearlyFree = 1e6;  // a ridge this weak is not to be seen in the digits compared

TEST(HalfPoint, IsThatOfTheObservedSharesInATwoByTwoTable) {
  // Two distinct x and two parameters: the fit goes through both shares, log odds log 7 at 0 and −log 3 at 1.
  std::vector<Trial> trials;
  add(trials, 0, 7, 1);
  add(trials, 1, 2, 6);
  const auto half = half_point(trials, kNearlyFree);
  ASSERT_TRUE(half);
  EXPECT_NEAR(half->slope, -std::log(21), 1e-8);
  EXPECT_NEAR(half->x, std::log(7) / std::log(21), 1e-8);
  EXPECT_NEAR(half->low.value(), 0.1488616, 1e-6);  // by search
  EXPECT_NEAR(half->high.value(), 1.2886231, 1e-6);
}

TEST(HalfPoint, IsFiniteWhenTheTrialsAreSeparated) {
  std::vector<Trial> trials;
  add(trials, 0, 4, 0);
  add(trials, 1, 0, 4);
  const auto half = half_point(trials, 10);
  ASSERT_TRUE(half);
  EXPECT_NEAR(half->x, 0.5, 1e-9);
  // The score is 0: 4·(1 − p)·½ twice = |b|/100, with p = 1/(1 + exp(−|b|/2)).
  const double b = -half->slope;
  EXPECT_NEAR(4 * (1 - 1 / (1 + std::exp(-b / 2))), b / 100, 1e-9);
  EXPECT_NEAR(b, 7.827990, 1e-5);  // by search, as are the ends
  EXPECT_NEAR(half->low.value(), 0.0491280, 1e-6);
  EXPECT_NEAR(half->high.value(), 0.9508720, 1e-6);
}

TEST(HalfPoint, AgreesWithAPlainSearchOfThePenalisedLikelihood) {
  std::vector<Trial> mixed;
  add(mixed, 1, 2, 0);
  add(mixed, 2, 2, 1);
  add(mixed, 2.5, 1, 1);
  add(mixed, 3, 1, 2);
  add(mixed, 4, 0, 2);
  const auto half = half_point(mixed, 20);
  ASSERT_TRUE(half);
  EXPECT_NEAR(half->x, 2.5, 1e-6);
  EXPECT_NEAR(half->slope, -2.129787, 1e-5);
  EXPECT_NEAR(half->low.value(), 1.3044909, 1e-6);
  EXPECT_NEAR(half->high.value(), 3.6955091, 1e-6);

  std::vector<Trial> uneven;
  add(uneven, 0, 1, 0);
  add(uneven, 1, 2, 0);
  add(uneven, 1.2, 1, 0);
  add(uneven, 1.5, 0, 2);
  add(uneven, 1.6, 0, 1);
  add(uneven, 3, 0, 1);
  const auto other = half_point(uneven, 20);
  ASSERT_TRUE(other);
  EXPECT_NEAR(other->x, 1.3262204, 1e-6);
  EXPECT_NEAR(other->slope, -16.210679, 1e-4);
  EXPECT_NEAR(other->low.value(), 1.0563694, 1e-6);
  EXPECT_NEAR(other->high.value(), 1.5523183, 1e-6);
}

TEST(HalfPoint, FlattensWithAStrongerRidge) {
  std::vector<Trial> trials;
  add(trials, 0, 7, 1);
  add(trials, 1, 2, 6);
  const auto half = half_point(trials, 5);
  ASSERT_TRUE(half);
  EXPECT_NEAR(half->x, 0.6401368, 1e-6);  // by search
  EXPECT_NEAR(half->slope, -2.845811, 1e-5);
  EXPECT_NEAR(half->low.value(), 0.1222253, 1e-6);
  EXPECT_NEAR(half->high.value(), 1.3651281, 1e-6);
}

TEST(HalfPoint, LeavesAnEndOpenThatTheTrialsDoNotLimit) {
  std::vector<Trial> trials;
  add(trials, 0, 1, 0);
  add(trials, 1, 0, 2);
  const auto half = half_point(trials, 20);
  ASSERT_TRUE(half);
  EXPECT_NEAR(half->x, 0.4580581, 1e-6);  // by search
  EXPECT_FALSE(half->low);
  EXPECT_NEAR(half->high.value(), 1.5771449, 1e-6);
}

TEST(HalfPoint, FollowsTheUnitOfX) {
  std::vector<Trial> trials;
  std::vector<Trial> elsewhere;
  for (int i = 0; i < 12; ++i) {
    const bool pass = i < 5 || i == 6;
    trials.push_back({static_cast<double>(i), pass});
    elsewhere.push_back({1'000 + i / 64.0, pass});
  }
  const auto half = half_point(trials, 20);
  const auto moved = half_point(elsewhere, 20 * 64);
  ASSERT_TRUE(half && moved);
  EXPECT_NEAR(moved->x, 1'000 + half->x / 64, 1e-9);
  EXPECT_NEAR(moved->slope, half->slope * 64, 1e-4);
  EXPECT_NEAR(moved->low.value(), 1'000 + half->low.value() / 64, 1e-6);
  EXPECT_NEAR(moved->high.value(), 1'000 + half->high.value() / 64, 1e-6);
}

TEST(HalfPoint, StaysBetweenAFarAnchorAndASharpEdge) {
  // What a search by doubling looks like: passes far below, then many trials 0.1 % around an edge.
  std::vector<Trial> trials;
  for (int i = 0; i < 12; ++i) add(trials, i / 2.0, 1, 0);
  for (int i = 1; i < 20; ++i) {
    add(trials, 7 - i * 1e-3, 1, 0);
    add(trials, 7 + i * 1e-3, 0, 1);
  }
  add(trials, 8, 0, 2);
  const auto half = half_point(trials, 1e4);
  ASSERT_TRUE(half);
  EXPECT_NEAR(half->x, 7, 1e-3);
  ASSERT_TRUE(half->low && half->high);
  EXPECT_LT(*half->low, half->x);
  EXPECT_GT(*half->high, half->x);
  EXPECT_LT(*half->high - *half->low, 0.01);
}

TEST(HalfPoint, WidensWithTheDevianceAllowed) {
  std::vector<Trial> trials;
  for (int i = 0; i < 16; ++i) trials.push_back({static_cast<double>(i), i < 6 || i == 8});
  const auto narrow = half_point(trials, 20, 0.455);
  const auto wide = half_point(trials, 20);
  ASSERT_TRUE(narrow && wide);
  EXPECT_EQ(narrow->x, wide->x);
  EXPECT_GT(*narrow->low, *wide->low);
  EXPECT_LT(*narrow->high, *wide->high);
}

TEST(HalfPoint, IsAbsentWhenTheTrialsCannotSay) {
  std::vector<Trial> passes;
  add(passes, 0, 3, 0);
  add(passes, 1, 3, 0);
  std::vector<Trial> fails;
  add(fails, 0, 0, 3);
  add(fails, 1, 0, 3);
  std::vector<Trial> one_place;
  add(one_place, 1, 2, 2);
  std::vector<Trial> rising;
  add(rising, 0, 0, 3);
  add(rising, 1, 3, 0);
  for (const auto& trials : {std::vector<Trial>{}, passes, fails, one_place, rising})
    EXPECT_FALSE(half_point(trials, 20));
}

}  // namespace
}  // namespace harness::stats
