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

TEST(Metric, DerivesOnePlusTheShareOfWrongResults) {
  SliceRow row = bare_slice();
  EXPECT_EQ(metric(row, "wrong_results_factor"), std::nullopt);
  row.job_iterations = 4;
  EXPECT_EQ(metric(row, "wrong_results_factor"), std::nullopt);
  row.bad_response = 0;
  EXPECT_EQ(metric(row, "wrong_results_factor"), 1);
  row.bad_response = 1;
  EXPECT_EQ(metric(row, "wrong_results_factor"), 1.25);
  row.bad_response = 4;
  EXPECT_EQ(metric(row, "wrong_results_factor"), 2);
}

TEST(Metric, DerivesSharesOfLinesAndBlocks) {
  SliceRow row;
  EXPECT_EQ(metric(row, "brace_free_line_share"), std::nullopt);
  row.code_lines = 40;
  row.code_lines_with_braces = 10;
  row.code_blocks = 0;
  row.code_braced_blocks = 0;
  EXPECT_EQ(metric(row, "brace_free_line_share"), 0.75);
  EXPECT_EQ(metric(row, "brace_free_block_share"), std::nullopt);
  row.code_blocks = 5;
  EXPECT_EQ(metric(row, "brace_free_block_share"), 1.0);
}

TEST(Metric, DerivesWhatBecameOfMistakes) {
  SliceRow row;
  EXPECT_EQ(metric(row, "mutants_unchanged_share"), std::nullopt);
  row.mutants = 20;
  row.mutants_rejected_near = 4;
  row.mutants_rejected_elsewhere = 3;
  row.mutants_crashed_near = 2;
  row.mutants_crashed_elsewhere = 1;
  row.mutants_wrong = 2;
  row.mutants_unchanged = 8;
  EXPECT_DOUBLE_EQ(*metric(row, "mutants_unchanged_share"), 8.0 / 20);
  EXPECT_DOUBLE_EQ(*metric(row, "mutants_noticed_share"), 9.0 / 20);      // 4 + 2 + 1 + 2
  EXPECT_DOUBLE_EQ(*metric(row, "breakages_explained_share"), 6.0 / 12);  // 4 + 2 of 20 - 8
  row.mutants_unchanged = 20;
  EXPECT_EQ(metric(row, "breakages_explained_share"), std::nullopt);
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
