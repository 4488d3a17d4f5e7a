// How often is something found where nothing is? Seeded A/A simulations: both arms are the same. 4000 draws
// give a standard error of 0.34 % at 5 %.
#include <algorithm>
#include <cmath>
#include <vector>

#include "tests/calibration/worlds.hpp"
#include <gtest/gtest.h>

#include "harness/stats/equivalence.hpp"
#include "harness/stats/interval.hpp"
#include "harness/stats/multiplicity.hpp"
#include "harness/stats/sign_flip.hpp"

namespace harness::stats {
namespace {

using worlds::Values;

constexpr int kDraws = 4000;
constexpr std::size_t kLooks[] = {6, 10, 16, 24};

/// Two-sided p of "the mean is 0" by t.
double t_test(std::span<const double> blocks) {
  const auto mean = mean_interval(blocks);
  const auto n = static_cast<double>(blocks.size());
  return 2 * t_upper_tail(std::fabs(mean->estimate) / (mean->standard_deviation / std::sqrt(n)), n - 1);
}

std::vector<double> p_at_looks(const Values& blocks) {
  std::vector<double> p;
  for (const std::size_t n : kLooks) p.push_back(t_test(std::span(blocks).first(n)));
  return p;
}

template <typename Found>
double rate(int draws, std::uint64_t seed, Found found) {
  Random random(seed);
  int hits = 0;
  for (int i = 0; i < draws; ++i) hits += found(random) ? 1 : 0;
  return static_cast<double>(hits) / draws;
}

// tachometer stops as soon as an unadjusted interval clears its conditions.
TEST(FourLooks, FindSomethingInEverySeventhSessionWhenTheyAreNotAdjusted) {
  const double found = rate(kDraws, 1, [](Random& random) {
    const auto p = p_at_looks(worlds::normal(24, random));
    return *std::min_element(p.begin(), p.end()) <= 0.05;
  });
  EXPECT_NEAR(found, 0.137, 0.02);
}

TEST(FourLooks, FindSomethingInLessThanFivePerCentAtAlphaOverK) {
  const double alpha = *alpha_per_look(0.05, 4);
  const double by_alpha = rate(kDraws, 1, [&](Random& random) {
    const auto p = p_at_looks(worlds::normal(24, random));
    return *std::min_element(p.begin(), p.end()) <= alpha;
  });
  EXPECT_LT(by_alpha, 0.05);
  EXPECT_GT(by_alpha, 0.03);
  const double by_p = rate(kDraws, 1, [](Random& random) {
    return *sequential_p(p_at_looks(worlds::normal(24, random)), 4) <= 0.05;
  });
  EXPECT_EQ(by_p, by_alpha);
}

TEST(TenClaims, AreAllLeftAloneInNineteenOfTwentySessionsByHolm) {
  const auto any = [](bool adjusted) {
    return rate(1000, 2, [=](Random& random) {
      std::vector<double> p(10);
      for (double& claim : p) claim = *sequential_p(p_at_looks(worlds::normal(24, random)), 4);
      if (adjusted) p = *holm_adjusted(p);
      return *std::min_element(p.begin(), p.end()) <= 0.05;
    });
  };
  EXPECT_GT(any(false), 0.25);
  EXPECT_LT(any(true), 0.06);  // standard error 0.7 %
}

// pyperf pools all values of all processes, criterion the samples of one.
TEST(SlicesOfOneProcess, RejectTooOftenWhenTheyCountAsIndependent) {
  // 20 processes of 3 slices, correlation 0.5 within a process: the variance of the mean is twice what the
  // pooled test believes, so its size is P(|T₅₉| > 2.001/√2) = 16 %.
  const auto size = [](bool pooled) {
    return rate(kDraws, 3, [=](Random& random) {
      Values slices;
      Values means;
      for (int process = 0; process < 20; ++process) {
        const double own = std::sqrt(0.5) * worlds::standard_normal(random);
        double sum = 0;
        for (int slice = 0; slice < 3; ++slice) {
          slices.push_back(own + std::sqrt(0.5) * worlds::standard_normal(random));
          sum += slices.back();
        }
        means.push_back(sum / 3);
      }
      return t_test(pooled ? slices : means) <= 0.05;
    });
  };
  EXPECT_NEAR(size(true), 0.162, 0.02);
  EXPECT_NEAR(size(false), 0.05, 0.015);
}

TEST(SignFlipSize, IsWhatTheLevelSaysForSymmetricBlocksOfAnyShape) {
  for (const auto world : {+[](std::size_t n, Random&random) { return worlds::normal(n, random); },
                           +[](std::size_t n, Random&random) { return worlds::two_modes(0.5, n, random); }}) {
    const double found =
        rate(kDraws, 4, [&](Random& random) { return sign_flip_test(world(10, random))->p <= 0.05; });
    EXPECT_LT(found, 0.06);
    EXPECT_GT(found, 0.03);
  }
}

TEST(SignFlipSize, IsTheSameWhenPatternsAreDrawn) {
  const double found = rate(1000, 5, [](Random& random) {
    return sign_flip_test(worlds::normal(21, random), 0, {.patterns = 199, .seed = random.next()})->p <= 0.05;
  });
  EXPECT_NEAR(found, 0.05, 0.02);
}

// chematic #70: no regression of any size could close a gate on a sign test of three blocks.
TEST(ThreeBlocks, NeverRejectByTheirSigns) {
  const double found =
      rate(1000, 6, [](Random& random) { return sign_flip_test(Values(3, 100 + random.unit()))->p <= 0.05; });
  EXPECT_EQ(found, 0);
  EXPECT_FALSE(enough_blocks_to_reject(3, 0.05));
}

TEST(Equivalence, IsClaimedWronglyAtMostHalfOfWhatTheLevelLeaves) {
  // The truth lies on the margin: "inside" is wrong, and the interval is two-sided, so 2.5 %.
  const double margin = 1.1;
  const double wrong = rate(kDraws, 7, [&](Random& random) {
    Values blocks = worlds::normal(10, random);
    for (double& value : blocks) value = std::log(margin) + 0.02 * value;
    return equivalence(blocks, margin)->inside;
  });
  EXPECT_NEAR(wrong, 0.025, 0.01);
}

TEST(Equivalence, IsFoundInThreeOfFourSessionsByTenBlocksOfTenPerCentSpread) {
  // n ≥ 8.6·(s/δ)² = 10 is the usual rule for 80 % by one-sided 5 % tests. Its 8.6 is of normal quantiles;
  // with t there are 74 %.
  const double found = rate(kDraws, 8, [](Random& random) {
    Values blocks = worlds::normal(10, random);
    for (double& value : blocks) value *= 0.1;
    return equivalence(blocks, 1.1)->p <= 0.05;
  });
  EXPECT_NEAR(found, 0.74, 0.02);
}

}  // namespace
}  // namespace harness::stats
