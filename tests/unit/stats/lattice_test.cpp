#include "harness/stats/lattice.hpp"

#include <gtest/gtest.h>

#include "harness/base/random.hpp"

namespace harness::stats {
namespace {

Nanoseconds micros(double us) {
  return Nanoseconds(static_cast<std::int64_t>(us * 1e3));
}

/// `n` values around `centre_us`, spread evenly over ± `spread_us`.
void add(Histogram& histogram, int n, double centre_us, double spread_us, Random& random) {
  for (int i = 0; i < n; ++i) histogram.record(micros(centre_us + spread_us * (2 * random.unit() - 1)));
}

class FindLattice : public testing::Test {
 protected:
  Histogram latencies_;
  Random random_{7};
};

TEST_F(FindLattice, SeesDelayedAcknowledgementsAmongFastAnswers) {
  add(latencies_, 950, 500, 200, random_);
  add(latencies_, 50, 41'500, 1'000, random_);
  const auto found = find_lattice(latencies_);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->step, milliseconds(40));
  EXPECT_FALSE(found->repeats);
  EXPECT_NEAR(found->share, 0.05, 1e-9);
}

TEST_F(FindLattice, SeesThemWhenTheyBefallEveryAnswer) {
  add(latencies_, 1'000, 42'000, 1'500, random_);
  ASSERT_TRUE(find_lattice(latencies_));
  EXPECT_EQ(find_lattice(latencies_)->step, milliseconds(40));
}

TEST_F(FindLattice, SeesRetransmissionsAfterTwoHundredMilliseconds) {
  add(latencies_, 970, 3'000, 1'000, random_);
  add(latencies_, 30, 205'000, 3'000, random_);
  ASSERT_TRUE(find_lattice(latencies_));
  EXPECT_EQ(find_lattice(latencies_)->step, milliseconds(200));
}

TEST_F(FindLattice, SeesAClockOfWholeMilliseconds) {
  for (const double ms : {1.0, 2.0, 3.0, 4.0}) add(latencies_, 250, 1000 * ms + 60, 50, random_);
  const auto found = find_lattice(latencies_);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->step, milliseconds(1));
  EXPECT_TRUE(found->repeats);
}

TEST_F(FindLattice, SeesAClockOfTenMilliseconds) {
  for (const double ms : {10.0, 20.0, 30.0}) add(latencies_, 300, 1000 * ms + 300, 300, random_);
  ASSERT_TRUE(find_lattice(latencies_));
  EXPECT_EQ(find_lattice(latencies_)->step, milliseconds(10));
}

TEST_F(FindLattice, IsSilentOnOrdinaryLatencies) {
  add(latencies_, 3'000, 8'000, 7'000, random_);
  EXPECT_FALSE(find_lattice(latencies_));
}

TEST_F(FindLattice, IsSilentOnOneExactDelayAndOnTwo) {
  add(latencies_, 1'000, 2'050, 40, random_);
  EXPECT_FALSE(find_lattice(latencies_));
  add(latencies_, 300, 20'050, 40, random_);
  EXPECT_FALSE(find_lattice(latencies_));
}

TEST_F(FindLattice, IsSilentWhenALongTailRunsThroughFortyMilliseconds) {
  add(latencies_, 1'000, 40'000, 39'000, random_);
  EXPECT_FALSE(find_lattice(latencies_));
}

TEST_F(FindLattice, TakesTheWaitThatWasPromisedForWhatItIs) {
  add(latencies_, 1'000, 40'600, 400, random_);
  EXPECT_TRUE(find_lattice(latencies_));
  EXPECT_FALSE(find_lattice(latencies_, milliseconds(40)));
}

TEST_F(FindLattice, SaysNothingOfAHandfulOfValues) {
  add(latencies_, 50, 41'000, 100, random_);
  EXPECT_FALSE(find_lattice(latencies_));
}

}  // namespace
}  // namespace harness::stats
