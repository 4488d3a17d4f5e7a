#include "harness/results/metric.hpp"

#include "example_rows.hpp"
#include <gtest/gtest.h>

namespace harness::results {
namespace {

TEST(Metric, IsANumericColumnByItsName) {
  SliceRow row = bare_slice();
  row.throughput_rps = 1234.5;
  row.timeout = 7;
  EXPECT_EQ(metric(row, "throughput_rps"), 1234.5);
  EXPECT_EQ(metric(row, "timeout"), 7);
  EXPECT_EQ(metric(row, "connections"), 64);
}

TEST(Metric, IsEmptyWhenItWasNotMeasuredOrIsNoNumber) {
  EXPECT_EQ(metric(bare_slice(), "service_p99_us"), std::nullopt);
  EXPECT_EQ(metric(full_slice(), "stack"), std::nullopt);
  EXPECT_EQ(metric(full_slice(), "gate_ledger"), std::nullopt);
  EXPECT_EQ(metric(full_slice(), "no_such_thing"), std::nullopt);
}

TEST(Metric, DerivesRequestsPerServerCpuSecond) {
  SliceRow row = bare_slice();
  EXPECT_EQ(metric(row, "requests_per_server_cpu_s"), std::nullopt);
  row.ok = 30;
  EXPECT_EQ(metric(row, "requests_per_server_cpu_s"), std::nullopt);
  row.server_cpu_s = 1.5;
  EXPECT_EQ(metric(row, "requests_per_server_cpu_s"), 20);
  row.server_cpu_s = 0;  // below the clock's resolution: not infinitely efficient
  EXPECT_EQ(metric(row, "requests_per_server_cpu_s"), std::nullopt);
}

TEST(Metric, DerivesByHowManyJobsThePercentileGrew) {
  SliceRow row = bare_slice();
  row.response_p99_us = 51'000;
  row.calm_response_p99_us = 1'000;
  EXPECT_EQ(metric(row, "blocking_factor"), std::nullopt);
  row.beside_alone_us = 50'000;
  EXPECT_EQ(metric(row, "blocking_factor"), 2);
  row.response_p99_us = 1'000;
  EXPECT_EQ(metric(row, "blocking_factor"), 1);
  row.response_p99_us = 500;  // noise: below 1, and still with a logarithm
  EXPECT_EQ(metric(row, "blocking_factor"), 0.99);
  row.beside_alone_us = 0;
  EXPECT_EQ(metric(row, "blocking_factor"), std::nullopt);
  row.beside_alone_us = 50'000;
  row.calm_response_p99_us.reset();
  EXPECT_EQ(metric(row, "blocking_factor"), std::nullopt);
}

TEST(IsMetric, KnowsNumericColumnsAndTheDerivedOne) {
  for (const char* name : {"throughput_rps", "service_p99_9_us", "server_pss_kib",
                           "requests_per_server_cpu_s", "blocking_factor"}) {
    EXPECT_TRUE(is_metric(name)) << name;
  }
  for (const char* name : {"stack", "status", "gate_little", "histogram", "latency", ""}) {
    EXPECT_FALSE(is_metric(name)) << name;
  }
}

}  // namespace
}  // namespace harness::results
