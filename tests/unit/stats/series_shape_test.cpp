#include "harness/stats/series_shape.hpp"

#include <cmath>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::stats {
namespace {

using testing::HasSubstr;

struct Stretch {
  std::size_t length;
  double level;
};

/// Levels one after the other, each ±`wobble` in a pattern of its own that no shift repeats soon.
std::vector<double> series(const std::vector<Stretch>& stretches, double wobble = 0.004) {
  std::vector<double> logs;
  for (const auto& [length, level] : stretches) {
    for (std::size_t i = 0; i < length; ++i) {
      logs.push_back(level + wobble * std::sin(static_cast<double>(logs.size() * logs.size())));
    }
  }
  return logs;
}

SeriesShape shape_of(const std::vector<Stretch>& stretches) {
  return series_shape(series(stretches))->shape;
}

TEST(SeriesShapeTest, IsFlatWithoutAChange) {
  const auto found = series_shape(series({{200, 10.0}}));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->shape, SeriesShape::kFlat);
  EXPECT_EQ(found->steady_from, 0U);
  ASSERT_EQ(found->segments.size(), 1U);
  EXPECT_EQ(found->segments[0].end, 200U);
  EXPECT_NEAR(found->segments[0].mean, 10, 0.001);
}

TEST(SeriesShapeTest, IsFlatWhenTheLevelsAreAlike) {
  // A step of 1.5 % is found, and is less than would matter.
  const auto found = series_shape(series({{100, 10.0}, {100, 10.015}}));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->segments.size(), 2U);
  EXPECT_EQ(found->shape, SeriesShape::kFlat);
  EXPECT_EQ(found->steady_from, 0U);
}

TEST(SeriesShapeTest, IsAWarmUpWhenItOnlyGotFaster) {
  const auto found = series_shape(series({{20, 9.2}, {40, 9.8}, {140, 10.0}}));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->shape, SeriesShape::kWarmup);
  EXPECT_EQ(found->steady_from, 60U);
  ASSERT_EQ(found->segments.size(), 3U);
  EXPECT_EQ(found->segments[1].begin, 20U);
  EXPECT_EQ(found->segments[1].end, 60U);
  EXPECT_NEAR(found->segments[1].mean, 9.8, 0.002);
}

TEST(SeriesShapeTest, IsASlowdownWhenItHasBeenFaster) {
  EXPECT_EQ(shape_of({{50, 10.1}, {150, 10.0}}), SeriesShape::kSlowdown);
  EXPECT_EQ(shape_of({{30, 9.0}, {60, 10.1}, {110, 10.0}}), SeriesShape::kSlowdown);
}

TEST(SeriesShapeTest, HasNoSteadyStateWhenTheLastQuarterChanges) {
  EXPECT_EQ(shape_of({{160, 9.8}, {40, 10.0}}), SeriesShape::kNoSteadyState);
  EXPECT_EQ(shape_of({{160, 10.2}, {40, 10.0}}), SeriesShape::kNoSteadyState);
  EXPECT_EQ(shape_of({{150, 9.8}, {50, 10.0}}), SeriesShape::kWarmup);  // just not in it
  // Back on its first level after an excursion.
  EXPECT_EQ(shape_of({{130, 10.0}, {40, 9.5}, {30, 10.0}}), SeriesShape::kNoSteadyState);
}

TEST(SeriesShapeTest, MeasuresAlikeByTheLastSegmentsOwnSpread) {
  // ±0.1 around both levels, 5 % apart: less than the spread of the last.
  std::vector<double> logs = series({{100, 10.0}}, 0.004);
  const std::vector<double> wide = series({{100, 10.05}}, 0.1);
  logs.insert(logs.end(), wide.begin(), wide.end());
  const auto found = series_shape(logs);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->segments.size(), 2U);
  EXPECT_NEAR(found->segments[1].deviation, 0.1 / std::sqrt(2.0), 0.02);
  EXPECT_EQ(found->shape, SeriesShape::kFlat);
}

TEST(SeriesShapeTest, MirrorsAWarmUpIntoASlowdownAndIgnoresTheUnit) {
  std::vector<double> logs = series({{60, 9.8}, {140, 10.0}});
  std::vector<double> slower;
  std::vector<double> per_minute;
  for (const double value : logs) {
    slower.push_back(-value);
    per_minute.push_back(value + std::log(60.0));
  }
  EXPECT_EQ(series_shape(logs)->shape, SeriesShape::kWarmup);
  EXPECT_EQ(series_shape(slower)->shape, SeriesShape::kSlowdown);
  EXPECT_EQ(series_shape(per_minute)->shape, SeriesShape::kWarmup);
  EXPECT_EQ(series_shape(slower)->steady_from, series_shape(logs)->steady_from);
}

TEST(SeriesShapeTest, IsFlatWhenNothingVaries) {
  EXPECT_EQ(series_shape(std::vector<double>(50, 0.1))->shape, SeriesShape::kFlat);
}

TEST(SeriesShapeTest, NamesWhatItCannotUse) {
  const auto few = series_shape(std::vector<double>(39, 1.0));
  ASSERT_FALSE(few);
  EXPECT_THAT(few.error().message, HasSubstr("at least 40 elements, there are 39"));
  std::vector<double> logs(50, 1.0);
  logs[4] = std::nan("");
  const auto nan = series_shape(logs);
  ASSERT_FALSE(nan);
  EXPECT_EQ(nan.error().message, "value 4 of 50 is nan");
}

TEST(SeriesShapeTest, HasAWordForEachShape) {
  EXPECT_EQ(to_string(SeriesShape::kFlat), "flat");
  EXPECT_EQ(to_string(SeriesShape::kWarmup), "warm-up");
  EXPECT_EQ(to_string(SeriesShape::kSlowdown), "slowdown");
  EXPECT_EQ(to_string(SeriesShape::kNoSteadyState), "no steady state");
}

}  // namespace
}  // namespace harness::stats
