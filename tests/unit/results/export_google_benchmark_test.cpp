#include "harness/results/export_google_benchmark.hpp"

#include <algorithm>
#include <set>

#include "example_rows.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace harness::results {
namespace {

using testing::HasSubstr;

SliceRow slice(const std::string& stack, int block, double rps, double cpu_us) {
  SliceRow row = bare_slice();
  row.stack = stack;
  row.block = block;
  row.runtime = "node";
  row.runtime_version = "26.10.0";
  row.ok = 100;
  row.throughput_rps = rps;
  row.server_cpu_us_per_request = cpu_us;
  row.service_p99_us = 900;
  return row;
}

/// Two blocks of one arm: 1,000 requests per second (geometric mean of 500 and 2,000), then 4,000.
StoredRun two_blocks() {
  StoredRun run;
  run.manifest.suite = "concurrency";
  run.manifest.profile = "ci";
  run.manifest.started_utc = "2026-11-27T02:02:46Z";
  run.env = {{"cpus_online", "2", ""}, {"load_average", "2.66 2.40 4.89 1/80 28513", ""}};
  run.slices = {slice("node/http", 1, 500, 40), slice("node/http", 1, 2000, 10),
                slice("node/http", 2, 4000, 30), slice("node/http", 2, 4000, 30)};
  return run;
}

nlohmann::json exported(const StoredRun& run, BlocksShown shown = BlocksShown::kEach) {
  const auto text = google_benchmark_json(run, shown);
  return text ? nlohmann::json::parse(*text) : nlohmann::json(text.error().message);
}

// Google Benchmark's own reporter writes NaN and Infinity as they are, which no JSON reader takes.
TEST(GoogleBenchmarkExport, HasNoNumberThatIsNoJson) {
  StoredRun run = two_blocks();
  for (std::size_t i : {2, 3}) {
    run.slices[i].ok = 0;
    run.slices[i].throughput_rps = 0;  // a time of 1/0
    run.slices[i].server_cpu_us_per_request.reset();
  }
  const auto text = google_benchmark_json(run, BlocksShown::kEach);
  ASSERT_TRUE(text) << text.error().message;
  for (const char* no_json : {"NaN", "nan", "Infinity", "inf"})
    EXPECT_EQ(text->find(no_json), text->npos) << no_json;
  EXPECT_TRUE(nlohmann::json::accept(*text));
}

TEST(GoogleBenchmarkExport, HasAnIterationRunPerBlock) {
  const auto entries = exported(two_blocks())["benchmarks"];
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[0]["name"], "node/http /delay?ms=50 c=64");
  EXPECT_EQ(entries[0]["run_type"], "iteration");
  EXPECT_EQ(entries[0]["repetitions"], 2);
  EXPECT_EQ(entries[1]["repetition_index"], 1);
  EXPECT_EQ(entries[0]["iterations"], 200);
  EXPECT_EQ(entries[0]["time_unit"], "us");
  EXPECT_NEAR(entries[0]["real_time"], 1000, 1e-9);
  EXPECT_NEAR(entries[0]["cpu_time"], 20, 1e-9);
  EXPECT_NEAR(entries[1]["real_time"], 250, 1e-9);
  EXPECT_NEAR(entries[0]["items_per_second"], 1000, 1e-9);
  EXPECT_NEAR(entries[0]["service_p99_us"], 900, 1e-9);
  EXPECT_FALSE(entries[0].contains("service_p50_us")) << "not measured";
  EXPECT_EQ(entries[0]["label"], "node 26.10.0");
}

TEST(GoogleBenchmarkExport, ShowsTheMedianOfTheBlocksUnderANameOfItsOwn) {
  const auto entries = exported(two_blocks(), BlocksShown::kMedian)["benchmarks"];
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0]["name"], "node/http /delay?ms=50 c=64_median");
  EXPECT_EQ(entries[0]["run_name"], "node/http /delay?ms=50 c=64");
  EXPECT_EQ(entries[0]["run_type"], "aggregate");
  EXPECT_EQ(entries[0]["aggregate_name"], "median");
  EXPECT_EQ(entries[0]["iterations"], 2) << "of an aggregate: how many runs it is made of";
  EXPECT_NEAR(entries[0]["items_per_second"], 2500, 1e-9);
  EXPECT_NEAR(entries[0]["real_time"], 400, 1e-9);
  EXPECT_NEAR(entries[0]["cpu_time"], 25, 1e-9);
}

TEST(GoogleBenchmarkExport, LeavesOutBlocksThatDoNotCountAndSaysHowMany) {
  StoredRun run = two_blocks();
  EXPECT_EQ(exported(run)["context"]["harness_blocks_left_out"], "0");
  run.slices[1].status = SliceStatus::kInvalid;
  auto json = exported(run);
  ASSERT_EQ(json["benchmarks"].size(), 1u);
  EXPECT_NEAR(json["benchmarks"][0]["real_time"], 250, 1e-9);
  EXPECT_EQ(json["context"]["harness_blocks_left_out"], "1");

  run.slices[3].server_cpu_us_per_request.reset();
  EXPECT_THAT(exported(run).get<std::string>(), HasSubstr("no block of this run counts"));
}

TEST(GoogleBenchmarkExport, LeavesOutABlockThatWasCutShort) {
  StoredRun run = two_blocks();
  run.slices.pop_back();
  const auto json = exported(run);
  EXPECT_EQ(json["benchmarks"].size(), 1u);
  EXPECT_EQ(json["context"]["harness_blocks_left_out"], "1");
}

TEST(GoogleBenchmarkExport, SaysWhereAndWhenItWasMeasured) {
  const auto context = exported(two_blocks())["context"];
  EXPECT_EQ(context["date"], "2026-11-27T02:02:46Z");
  EXPECT_EQ(context["num_cpus"], 2);
  EXPECT_EQ(context["load_avg"], nlohmann::json::parse("[2.66, 2.4, 4.89]"));
  EXPECT_EQ(context["executable"], "harness run --suite concurrency --profile ci");
}

TEST(GoogleBenchmarkExport, DoesNotDependOnTheOrderOfRows) {
  StoredRun run = two_blocks();
  for (const double rps : {0.1, 0.7, 1e9}) {
    run.slices.push_back(slice("node/http", 1, rps, 7));
    run.slices.push_back(slice("a", 1, rps, 7));
  }
  const auto before = google_benchmark_json(run, BlocksShown::kEach);
  std::ranges::reverse(run.slices);
  EXPECT_EQ(*google_benchmark_json(run, BlocksShown::kEach), *before);
}

TEST(GoogleBenchmarkExport, SurvivesTextThatIsNotUtf8) {
  StoredRun run = two_blocks();
  for (SliceRow& row : run.slices) row.stack = "node\xff";
  EXPECT_EQ(exported(run)["benchmarks"].size(), 2u);
}

}  // namespace
}  // namespace harness::results
