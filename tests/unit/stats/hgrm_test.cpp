#include "harness/stats/hgrm.hpp"

#include <cstdint>
#include <string>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::stats {
namespace {

using testing::HasSubstr;

TEST(Hgrm, IsTheTableThatOnePutsDownByHand) {
  Histogram histogram;
  for (const int value : {10, 20, 30, 40}) histogram.record(Nanoseconds(value));
  // 10 % steps up to the half, 5 % up to three quarters, then 2.5 %: each value is named for every step that
  // the share of values up to it (25, 50, 75 %) has reached, the last one for 77.5 % and for all. Mean 100/4;
  // standard deviation √((15² + 5² + 5² + 15²)/4) = √125.
  EXPECT_EQ(to_hgrm(histogram, Nanoseconds(1)),
            "       Value     Percentile TotalCount 1/(1-Percentile)\n"
            "\n"
            "      10.000 0.000000000000          1           1.00\n"
            "      10.000 0.100000000000          1           1.11\n"
            "      10.000 0.200000000000          1           1.25\n"
            "      20.000 0.300000000000          2           1.43\n"
            "      20.000 0.400000000000          2           1.67\n"
            "      20.000 0.500000000000          2           2.00\n"
            "      30.000 0.550000000000          3           2.22\n"
            "      30.000 0.600000000000          3           2.50\n"
            "      30.000 0.650000000000          3           2.86\n"
            "      30.000 0.700000000000          3           3.33\n"
            "      30.000 0.750000000000          3           4.00\n"
            "      40.000 0.775000000000          4           4.44\n"
            "      40.000 1.000000000000          4\n"
            "#[Mean    =       25.000, StdDeviation   =       11.180]\n"
            "#[Max     =       40.000, Total count    =            4]\n"
            "#[Buckets =           26, SubBuckets     =         2048]\n");
}

TEST(Hgrm, HalvesItsStepsOnTheWayToTheTail) {
  Histogram histogram;
  histogram.add(1, 999'999);
  histogram.add(2, 1);
  const std::string text = to_hgrm(histogram, Nanoseconds(1));
  EXPECT_THAT(text, HasSubstr("1.000 0.775000000000     999999           4.44\n"));
  EXPECT_THAT(text, HasSubstr("1.000 0.887500000000     999999           8.89\n"));
  EXPECT_THAT(text, HasSubstr("1.000 0.999902343750     999999       10240.00\n"));  // 1 − 1/10240
}

TEST(Hgrm, GivesValuesInMillisecondsUnlessToldOtherwise) {
  Histogram histogram;
  histogram.record(Nanoseconds(2'000'000));  // its bucket ends at 2'000'895
  histogram.record(Nanoseconds(7'000'000));  // its bucket ends at 7'000'063, but nothing was that slow
  const std::string text = to_hgrm(histogram);
  EXPECT_THAT(text, HasSubstr("       2.001 0.000000000000          1           1.00\n"));
  EXPECT_THAT(text, HasSubstr("       7.000 1.000000000000          2\n"));
  EXPECT_THAT(text, HasSubstr("#[Mean    =        4.500, "));
  EXPECT_THAT(to_hgrm(histogram, seconds(1)), HasSubstr("       0.007 1.000000000000          2\n"));
}

TEST(Hgrm, OfAnEmptyHistogramIsATableWithoutLines) {
  EXPECT_EQ(to_hgrm(Histogram{}),
            "       Value     Percentile TotalCount 1/(1-Percentile)\n"
            "\n"
            "#[Mean    =        0.000, StdDeviation   =        0.000]\n"
            "#[Max     =        0.000, Total count    =            0]\n"
            "#[Buckets =           26, SubBuckets     =         2048]\n");
}

TEST(Hgrm, NamesTheExactMaximumOfClampedValues) {
  Histogram histogram;
  histogram.record(seconds(75));
  const std::string text = to_hgrm(histogram);
  EXPECT_THAT(text, HasSubstr("   75000.000 1.000000000000          1\n"));
  EXPECT_THAT(text, HasSubstr("#[Mean    =    75000.000, StdDeviation   =        0.000]\n"));
}

TEST(Hgrm, EndsWhenTheLastValueIsTooRareForADouble) {
  Histogram histogram;
  histogram.add(1, 1'000'000'000'000'000'000);
  histogram.add(2, 1);
  EXPECT_THAT(to_hgrm(histogram, Nanoseconds(1)),
              HasSubstr("       2.000 1.000000000000 1000000000000000001\n"));
}

TEST(Hgrm, SaysWhatTheQuantilesSay) {
  Histogram histogram;
  for (int i = 1; i <= 1000; ++i) histogram.record(Nanoseconds(i * 12'345));
  const std::string text = to_hgrm(histogram, Nanoseconds(1));
  for (const double q : {0.1, 0.5, 0.75, 0.9, 0.95}) {
    EXPECT_THAT(text, HasSubstr(fmt::format("{:12.3f} {:.12f} ",
                                            static_cast<double>(histogram.quantile(q)->count()), q)));
  }
}

}  // namespace
}  // namespace harness::stats
