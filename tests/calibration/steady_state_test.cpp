// How often are steady series called unsteady, and how often are warm-ups found? Seeded simulation.
#include "harness/stats/steady_state.hpp"

#include <cmath>
#include <vector>

#include "tests/calibration/noise.hpp"
#include <gtest/gtest.h>

#include "harness/stats/mser.hpp"
#include "harness/stats/series_shape.hpp"
#include "harness/stats/theil_sen.hpp"

namespace harness::stats {
namespace {

/// The share of `draws` for which `holds(random)`.
template <typename Holds>
double share(int draws, std::uint64_t seed, Holds holds) {
  Random random(seed);
  int hits = 0;
  for (int i = 0; i < draws; ++i) hits += holds(random) ? 1 : 0;
  return static_cast<double>(hits) / draws;
}

/// Logarithms of throughput: `warm` of n elements lie `step` below the rest.
std::vector<double> log_levels(std::size_t n, std::size_t warm, double step, double noise, double rho,
                               Random& random) {
  std::vector<double> logs = correlated(n, rho, random);
  for (std::size_t i = 0; i < n; ++i) logs[i] = 10 + noise * logs[i] - (i < warm ? step : 0);
  return logs;
}

TEST(TheilSenCoverage, IsNinetyFivePerCentForNormalAndForWildNoise) {
  for (const std::size_t n : {8U, 20U}) {
    for (const bool wild : {false, true}) {
      const double covered = share(2000, 400 + n, [&](Random& random) {
        std::vector<double> y;
        for (std::size_t i = 0; i < n; ++i) {
          const double noise = standard_normal(random);
          y.push_back(0.3 * static_cast<double>(i) + (wild ? noise * noise * noise : noise));
        }
        const auto line = theil_sen(y);
        return *line->low <= 0.3 && 0.3 <= *line->high;
      });
      EXPECT_GT(covered, 0.93) << n << wild;
      EXPECT_LT(covered, 0.98) << n << wild;
    }
  }
}

double called_unsteady(double noise, double ramp) {
  return share(400, 500, [&](Random& random) {
    std::vector<double> levels = log_levels(50, 0, 0, noise, 0, random);
    for (std::size_t i = 0; i < 50; ++i) levels[i] = std::exp(levels[i] + ramp * static_cast<double>(i) / 50);
    return !check_steady(levels)->steady;
  });
}

TEST(SteadyCheckRates, AreThoseOfItsHeader) {
  EXPECT_LT(called_unsteady(0.01, 0), 0.005);
  EXPECT_NEAR(called_unsteady(0.02, 0), 0.06, 0.03);
  EXPECT_NEAR(called_unsteady(0.03, 0), 0.21, 0.06);
  EXPECT_NEAR(called_unsteady(0.05, 0), 0.44, 0.08);
  EXPECT_GT(called_unsteady(0.01, 0.05), 0.99);
  EXPECT_GT(called_unsteady(0.01, -0.05), 0.99);
}

TEST(MserRates, SeldomCallASteadySeriesUnsteady) {
  for (const double rho : {0.0, 0.5}) {
    const double unsteady = share(2000, 600, [&](Random& random) {
      return !mser5(log_levels(200, 0, 0, 0.05, rho, random))->settled_at.has_value();
    });
    EXPECT_LT(unsteady, 0.05) << rho;
  }
}

TEST(MserRates, CutTheWarmUpAndNotMuchMore) {
  int cut = 0;
  int within = 0;
  const double unsteady = share(1000, 601, [&](Random& random) {
    const auto at = mser5(log_levels(200, 40, 0.3, 0.05, 0.3, random))->settled_at;
    if (!at) return true;
    cut += *at >= 40 ? 1 : 0;
    within += *at <= 70 ? 1 : 0;
    return false;
  });
  EXPECT_LT(unsteady, 0.12);
  EXPECT_EQ(cut, std::lround(1000 * (1 - unsteady)));
  EXPECT_GT(within, 750);
}

TEST(MserRates, NeverTakeAnUnfinishedWarmUpForNone) {
  const double missed = share(1000, 602, [](Random& random) {
    return mser5(log_levels(200, 130, 0.3, 0.05, 0.3, random))->settled_at.has_value();
  });
  EXPECT_EQ(missed, 0);
}

double called(SeriesShape shape, std::size_t warm, double step, double rho) {
  return share(300, 700, [&](Random& random) {
    return series_shape(log_levels(200, warm, step, 0.03, rho, random))->shape == shape;
  });
}

TEST(SeriesShapeRates, FindNoChangeInNoiseAlsoWhenNeighboursAreAlike) {
  EXPECT_GT(called(SeriesShape::kFlat, 0, 0, 0), 0.98);
  EXPECT_GT(called(SeriesShape::kFlat, 0, 0, 0.5), 0.98);
}

TEST(SeriesShapeRates, FindWarmUpsSlowdownsAndLateChanges) {
  EXPECT_GT(called(SeriesShape::kWarmup, 40, 0.2, 0), 0.98);
  EXPECT_GT(called(SeriesShape::kSlowdown, 40, -0.2, 0), 0.98);
  EXPECT_GT(called(SeriesShape::kNoSteadyState, 165, 0.2, 0), 0.98);
  // A step of ten deviations is worth 200·log(1 + 0.16·100) = 567; from an estimated ρ₁ of 0.76 on the
  // penalty is more. A missed warm-up is called flat, never something worse.
  EXPECT_GT(called(SeriesShape::kWarmup, 40, 0.3, 0.5), 0.90);
  EXPECT_LT(called(SeriesShape::kNoSteadyState, 40, 0.3, 0.5), 0.01);
  EXPECT_LT(called(SeriesShape::kSlowdown, 40, 0.3, 0.5), 0.01);
}

}  // namespace
}  // namespace harness::stats
