#include "harness/results/column.hpp"

#include <set>

#include <gtest/gtest.h>

#include "harness/base/file.hpp"

namespace harness::results {
namespace {

std::string names(std::span<const Column> columns) {
  std::string text;
  for (const Column& column : columns) text += (text.empty() ? "" : " ") + std::string(column.name);
  return text;
}

// Another list is another schema: raise kSchema, keep a reader and a golden run for each one before.

TEST(Columns, OfSchemaOneStayAsTheyWere) {
  EXPECT_EQ(
      names(columns_in(slice_columns(), 1)),
      "schema run_id suite profile block order cell target connections envelope stack runtime "
      "runtime_version workers status reason start_mono_ns lead_in_s duration_s scheduled ok http_error "
      "connect_failed reset_before_byte reset_mid_body bad_response timeout shed in_flight_at_end "
      "never_dispatched throughput_rps service_min_us service_mean_us service_p50_us service_p90_us "
      "service_p99_us service_p99_9_us service_max_us bytes_in bytes_out new_connections "
      "connections_without_response server_cpu_s server_cpu_us_per_request server_busy_share "
      "server_pss_kib server_processes server_threads client_cpu_s client_cpu_us_per_request "
      "client_busy_share little_ratio gate_contract gate_ledger gate_responses gate_little gate_early "
      "gate_client "
      "limited_by steal_share psi_cpu_share load_1m histogram");
  EXPECT_EQ(names(columns_in(env_columns(), 1)), "key value source");
  EXPECT_EQ(
      names(columns_in(verdict_columns(), 1)),
      "schema run_id claim reading quote metric numerator denominator cells direction threshold verdict "
      "reason effect ci_low ci_high ci_level n_blocks blocks_needed also_shown detail claims_sha256 why");
}

TEST(Columns, OfSchemaTwoAddOpenLoopKernelStampsAndGuards) {
  std::string added;
  for (const Column& column : slice_columns()) {
    if (column.since == 2) added += (added.empty() ? "" : " ") + std::string(column.name);
  }
  EXPECT_EQ(added,
            "rate_rps arrivals dispatch response_mean_us response_p50_us response_p90_us response_p99_us "
            "response_p99_9_us response_max_us lateness_p50_us lateness_p99_us lateness_max_us "
            "exact_up_to_quantile stamp_one_in wire_p50_us client_out_p50_us client_in_p50_us jain_index "
            "connect_max_us sent_in_all server_requests guards longest_stall_us client_in_line_share");
}

TEST(Columns, OfSchemaThreeAddHowAVerdictFaresAmongTheOthers) {
  std::string added;
  for (const Column& column : verdict_columns()) {
    if (column.since == 3) added += (added.empty() ? "" : " ") + std::string(column.name);
  }
  EXPECT_EQ(added, "looks_planned claims_in_family p_value p_holm pseudo_median companion minutes_needed");
}

TEST(Columns, OfSchemaFourAddTheCanaryAndAFileOfTheirOwn) {
  std::string added;
  for (const Column& column : slice_columns()) {
    if (column.since == 4) added += (added.empty() ? "" : " ") + std::string(column.name);
  }
  EXPECT_EQ(added, "canary_before_us canary_after_us");
  EXPECT_EQ(names(columns_in(control_columns(), 4)),
            "schema run_id control metric stack arm cell outcome reason effect ci_low ci_high ci_level "
            "n_blocks detectable");
  EXPECT_TRUE(columns_in(control_columns(), 3).empty());
}

TEST(Columns, OfSchemaFiveAddTurnsAndWhatNoiseLeftOut) {
  EXPECT_EQ(columns_in(slice_columns(), 5).size(), 1 + columns_in(slice_columns(), 4).size());
  EXPECT_TRUE(names(slice_columns()).find(" duration_s turns scheduled ") != std::string::npos);
  EXPECT_EQ(verdict_columns().size(), 1 + columns_in(verdict_columns(), 4).size());
  EXPECT_EQ(control_columns().size(), 1 + columns_in(control_columns(), 4).size());
  EXPECT_TRUE(names(verdict_columns()).find(" n_blocks n_excluded looks_planned ") != std::string::npos);
  EXPECT_TRUE(names(control_columns()).find(" n_blocks n_excluded detectable") != std::string::npos);
}

TEST(Columns, OfSchemaSixAddJobsAndTheFairnessGates) {
  std::string added;
  for (const Column& column : slice_columns()) {
    if (column.since == 6) added += (added.empty() ? "" : " ") + std::string(column.name);
  }
  EXPECT_EQ(added,
            "job_wall_s job_setup_s job_iterations job_first_s job_steady_s job_steady_cpu_s job_cpu_s "
            "job_max_rss_kib job_tag gate_nodelay gate_keepalive gate_bytes gate_headers gate_log gate_info "
            "gate_backlog gate_saturation gate_two_regimes gate_vintage gate_build_class throttled_share "
            "listen_overflows");
}

TEST(Columns, OfSchemaSevenAddTheRateOfSeveralWorkersAndLaunches) {
  EXPECT_EQ(columns_in(slice_columns(), 7).size(), 3 + columns_in(slice_columns(), 6).size());
  EXPECT_TRUE(names(slice_columns()).find(" job_tag job_rate_per_s start_ready_s start_first_s ") !=
              std::string::npos);
}

TEST(Columns, OfSchemaEightAddJobsBesideALoad) {
  EXPECT_TRUE(
      names(slice_columns())
          .find(" start_first_s beside_target beside_asked_us beside_alone_us beside_job_us beside_jobs "
                "beside_failed calm_response_p50_us calm_response_p99_us ") != std::string::npos);
  EXPECT_TRUE(names(slice_columns()).find(" gate_build_class gate_accept gate_tie gate_beside ") !=
              std::string::npos);
}

TEST(Columns, OfSchemaEightAddConversations) {
  EXPECT_TRUE(names(slice_columns()).find(" dispatch conversation rooms envelope ") != std::string::npos);
  EXPECT_TRUE(names(slice_columns()).find(" last_member_p50_us ") != std::string::npos);
  EXPECT_TRUE(names(slice_columns()).find(" gate_responses gate_order ") != std::string::npos);
  EXPECT_EQ(names(columns_in(slice_columns(), 7)).find("conversation"), std::string::npos);
}

TEST(Columns, OfSchemaEightAreTheseAndNoOthers) {
  std::string added;
  for (const Column& column : slice_columns()) {
    if (column.since == 8) added += (added.empty() ? "" : " ") + std::string(column.name);
  }
  EXPECT_EQ(added,
            "conversation rooms last_member_p50_us beside_target beside_asked_us beside_alone_us "
            "beside_job_us beside_jobs beside_failed calm_response_p50_us calm_response_p99_us pair "
            "code_lines code_lines_beside_brackets code_lines_with_braces code_tokens "
            "code_gzip_bytes code_blocks code_braced_blocks code_sources code_sha256 mutants "
            "mutants_rejected_near mutants_rejected_elsewhere mutants_crashed_near "
            "mutants_crashed_elsewhere mutants_wrong mutants_unchanged gate_order gate_accept "
            "gate_tie gate_beside");
}

TEST(Columns, OfSchemaNineAreTheseAndNoOthers) {
  std::string added;
  for (const Column& column : slice_columns()) {
    if (column.since == 9) added += (added.empty() ? "" : " ") + std::string(column.name);
  }
  EXPECT_EQ(added, "job_work_s job_checks_s loop_lag_max_us");
  EXPECT_TRUE(names(slice_columns()).find(" job_setup_s job_work_s job_checks_s job_iterations ") !=
              std::string::npos);
  EXPECT_TRUE(names(slice_columns()).find(" calm_response_p99_us loop_lag_max_us pair ") !=
              std::string::npos);
  EXPECT_EQ(kSchema, 9);
}

TEST(Columns, OfMutationsAreAFileOutsideOfRuns) {
  EXPECT_EQ(names(columns_in(mutation_columns(), 5)),
            "mutation stack title pitfall outcome caught_by fired detail target connections peer "
            "healthy_requests_per_server_cpu_s mutant_requests_per_server_cpu_s healthy_throughput_rps "
            "mutant_throughput_rps healthy_service_p50_us mutant_service_p50_us node_python_healthy "
            "node_python_mutant moved moved_throughput moved_service_p50");
  EXPECT_TRUE(columns_in(mutation_columns(), 4).empty());
}

/// Gates are never empty, but of an older row they are "na".
TEST(Columns, ThatALaterSchemaAddsMayBeEmpty) {
  for (const auto columns : {slice_columns(), env_columns(), verdict_columns()}) {
    for (const Column& column : columns) {
      EXPECT_TRUE(column.since == 1 || column.optional || column.name.starts_with("gate_")) << column.name;
      EXPECT_LE(column.since, kSchema) << column.name;
    }
  }
}

TEST(Columns, AreNamedOnceAndExplained) {
  for (const auto columns : {slice_columns(), env_columns(), verdict_columns(), mutation_columns()}) {
    std::set<std::string_view> names;
    for (const Column& column : columns) {
      EXPECT_TRUE(names.insert(column.name).second) << column.name << " twice";
      EXPECT_FALSE(column.meaning.empty()) << column.name;
      EXPECT_EQ(column.meaning.find('|'), std::string_view::npos) << column.name << " would break the table";
    }
  }
}

TEST(Columns, SayTheirUnitInTheirName) {
  for (const Column& column : slice_columns()) {
    if (column.unit == "µs") {
      EXPECT_NE(column.name.find("_us"), std::string_view::npos) << column.name;
    }
    if (column.unit == "KiB") {
      EXPECT_TRUE(column.name.ends_with("_kib")) << column.name;
    }
    if (column.unit == "s") {
      EXPECT_TRUE(column.name.ends_with("_s")) << column.name;
    }
    if (column.unit == "1/s") {
      EXPECT_TRUE(column.name.ends_with("_rps") || column.name.ends_with("_per_s")) << column.name;
    }
  }
}

TEST(Columns, OfMeasuredNumbersMayBeEmpty) {
  for (const Column& column : slice_columns()) {
    if (column.type == ColumnType::kReal) {
      EXPECT_TRUE(column.optional) << column.name;
    }
  }
}

TEST(ResultsReadme, ContainsTheDictionaryWordForWord) {
  const std::string begin = "<!-- columns:begin -->\n";
  const std::string end = "<!-- columns:end -->";
  const auto readme = read_file(HARNESS_SOURCE_DIR "/results/README.md");
  ASSERT_TRUE(readme) << readme.error().message;
  const auto from = readme->find(begin);
  const auto to = readme->find(end);
  ASSERT_NE(from, std::string::npos);
  ASSERT_NE(to, std::string::npos);
  EXPECT_EQ(readme->substr(from + begin.size(), to - from - begin.size()), dictionary_markdown())
      << "copy dictionary_markdown() between the markers of results/README.md";
}

}  // namespace
}  // namespace harness::results
