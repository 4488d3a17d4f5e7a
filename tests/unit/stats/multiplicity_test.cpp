// Adjusted values of the fifteen p-values were computed by statsmodels.stats.multitest.multipletests(p,
// method="holm" and "fdr_bh"), 0.15.
#include "harness/stats/multiplicity.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/stats/sign_flip.hpp"

namespace harness::stats {
namespace {

using testing::DoubleNear;
using testing::Pointwise;
using P = std::vector<double>;

/// Source: Benjamini, Hochberg 1995, the worked example of §3.2.
const P kFifteen{0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
                 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0};

TEST(Holm, AgreesWithTheHandCalculation) {
  // Ascending 0.01, 0.02, 0.03 · 3, 2, 1 = 0.03, 0.04, 0.03; the last may not be smaller than the one before.
  EXPECT_THAT(*holm_adjusted(P{0.03, 0.01, 0.02}), Pointwise(DoubleNear(1e-15), P{0.04, 0.03, 0.04}));
}

TEST(Holm, AgreesWithAnotherProgram) {
  EXPECT_THAT(*holm_adjusted(kFifteen),
              Pointwise(DoubleNear(1e-12), P{0.0015, 0.0056, 0.0247, 0.114, 0.2211, 0.278, 0.278, 0.278,
                                             0.3213, 1, 1, 1, 1, 1, 1}));
}

TEST(BenjaminiHochberg, AgreesWithTheHandCalculation) {
  // Ascending 0.01, 0.02, 0.03 · 3/1, 3/2, 3/3 = 0.03 each.
  EXPECT_THAT(*benjamini_hochberg_adjusted(P{0.03, 0.01, 0.02}),
              Pointwise(DoubleNear(1e-15), P{0.03, 0.03, 0.03}));
}

TEST(BenjaminiHochberg, RejectsTheFourOfTheOriginalPaperAndHolmThree) {
  const auto gentle = *benjamini_hochberg_adjusted(kFifteen);
  EXPECT_EQ(std::count_if(gentle.begin(), gentle.end(), [](double p) { return p <= 0.05; }), 4);
  const auto strict = *holm_adjusted(kFifteen);
  EXPECT_EQ(std::count_if(strict.begin(), strict.end(), [](double p) { return p <= 0.05; }), 3);
}

TEST(BenjaminiHochberg, AgreesWithAnotherProgram) {
  EXPECT_THAT(
      *benjamini_hochberg_adjusted(kFifteen),
      Pointwise(DoubleNear(1e-8), P{0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.06385714, 0.06385714, 0.0645,
                                    0.0765, 0.486, 0.58118182, 0.714875, 0.75323077, 0.81321429, 1}));
}

TEST(Adjusted, DoNotDependOnTheOrderAndAreNeverSmaller) {
  P reversed(kFifteen.rbegin(), kFifteen.rend());
  for (const auto adjust : {holm_adjusted, benjamini_hochberg_adjusted}) {
    P adjusted = *adjust(reversed);
    for (std::size_t i = 0; i < reversed.size(); ++i) EXPECT_GE(adjusted[i], reversed[i]);
    std::reverse(adjusted.begin(), adjusted.end());
    EXPECT_EQ(adjusted, *adjust(kFifteen));
  }
}

TEST(Adjusted, IsTheSameForEqualPAndLeavesASingleOneAlone) {
  for (const auto adjust : {holm_adjusted, benjamini_hochberg_adjusted}) {
    EXPECT_TRUE(adjust({})->empty());
    EXPECT_EQ(*adjust(P{0.04}), P{0.04});
    const P tied = *adjust(P{0.02, 0.5, 0.02});
    EXPECT_EQ(tied[0], tied[2]);
  }
}

TEST(Adjusted, NamesTheNumberThatIsNoProbability) {
  for (const auto adjust : {holm_adjusted, benjamini_hochberg_adjusted}) {
    EXPECT_EQ(adjust(P{0.5, 1.5}).error().message, "p-value 1 of 2 is 1.5, not in [0, 1]");
    EXPECT_EQ(adjust(P{std::nan("")}).error().message, "p-value 0 of 1 is nan, not in [0, 1]");
    EXPECT_FALSE(adjust(P{-0.1}));
  }
}

TEST(Looks, ShareAlphaEvenly) {
  EXPECT_EQ(*alpha_per_look(0.05, 4), 0.0125);
  EXPECT_EQ(*alpha_per_look(0.05, 1), 0.05);
  EXPECT_FALSE(alpha_per_look(0.05, 0));
  EXPECT_FALSE(alpha_per_look(0, 3));
  EXPECT_FALSE(alpha_per_look(5, 3));
  EXPECT_FALSE(alpha_per_look(std::nan(""), 3));
}

TEST(Looks, CountThePlannedOnesAlsoWhenSamplingStoppedEarly) {
  EXPECT_DOUBLE_EQ(*sequential_p(P{0.012}, 4), 0.048);
  EXPECT_DOUBLE_EQ(*sequential_p(P{0.2, 0.01, 0.3}, 4), 0.04);
  EXPECT_EQ(*sequential_p(P{0.9, 0.8}, 4), 1);
}

TEST(Looks, RefuseWhatWasNotPlanned) {
  EXPECT_EQ(sequential_p(P{0.1, 0.1, 0.01}, 2).error().message,
            "3 looks were taken and 2 planned; looks that were not planned cannot be judged");
  EXPECT_FALSE(sequential_p({}, 2));
  EXPECT_EQ(sequential_p(P{0.1, 2}, 2).error().message, "p-value 1 of 2 is 2, not in [0, 1]");
}

// chematic #70, #117: a gate on a sign test of 3 blocks could not close "for a regression of any size".
TEST(EnoughBlocks, AreNotThreeForASignTest) {
  EXPECT_FALSE(enough_blocks_to_reject(3, 0.05));
  EXPECT_EQ(sign_flip_test(P{1e9, 1e9, 1e9})->p, 0.25);
  EXPECT_FALSE(enough_blocks_to_reject(5, 0.05));
  EXPECT_TRUE(enough_blocks_to_reject(6, 0.05));
}

TEST(EnoughBlocks, AreEightForALookAndElevenForTenClaims) {
  EXPECT_EQ(fewest_blocks_to_reject(0.05), 6U);
  EXPECT_EQ(fewest_blocks_to_reject(0.0125), 8U);
  EXPECT_EQ(fewest_blocks_to_reject(0.00125), 11U);
  EXPECT_EQ(fewest_blocks_to_reject(1), 1U);
  EXPECT_EQ(fewest_blocks_to_reject(0.25), 3U);
}

TEST(EnoughBlocks, AreNeverThereForAnAlphaThatIsNone) {
  EXPECT_FALSE(enough_blocks_to_reject(100, 0));
  EXPECT_FALSE(enough_blocks_to_reject(100, std::nan("")));
}

}  // namespace
}  // namespace harness::stats
