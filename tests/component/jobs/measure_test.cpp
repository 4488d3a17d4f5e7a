// Real processes: a shell prints the report of a job, because what it prints is in the test.
#include "harness/jobs/measure.hpp"

#include <filesystem>

#include <gmock/gmock.h>
#include <stdlib.h>
#include <unistd.h>

namespace harness::jobs {
namespace {

using testing::HasSubstr;

class MeasuredJob : public testing::Test {
 protected:
  void SetUp() override {
    ::setenv("HARNESS_SUPERVISOR", HARNESS_BINARY_DIR "/bin/harness-supervisor", 1);
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  Result<JobResult> run(const std::string& script) const {
    Job job{.name = "sieve same n=10 on sh", .launch = {}, .limit = seconds(30)};
    job.launch.name = job.name;
    job.launch.program = "/bin/sh";
    job.launch.arguments = {"-c", script};
    job.launch.stdout_log = folder_ / "out";
    job.launch.stderr_log = folder_ / "err";
    return measure(job);
  }

  static constexpr const char* kReport =
      R"({"kernel":"sieve","flavour":"same","n":10,"line":"4 7","tag":"pure_script","setup_ns":1,)"
      R"("iteration_ns":[5],"iteration_cpu_ns":[5],"max_rss_kib":1,"runtime":"sh","version":"1"})";
  std::filesystem::path folder_ =
      std::filesystem::path(testing::TempDir()) / ("jobs_" + std::to_string(::getpid()));
};

TEST_F(MeasuredJob, TakesTheTimeOfTheWholeProcessAndTheReportOfTheJob) {
  for (int i = 0; i < 2; ++i) {  // twice: Google Benchmark's registry must not remember the first
    const auto result = run(std::string("sleep 0.1; echo '") + kReport + "'");
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_EQ(result->report.line, "4 7");
    EXPECT_GE(result->process.wall, milliseconds(100));
    EXPECT_LT(result->process.wall, seconds(10));
    EXPECT_LT(result->process.cpu, milliseconds(90));
  }
}

TEST_F(MeasuredJob, SaysWhatAJobComplainedOf) {
  const auto result = run("echo 'unknown kernel' >&2; exit 2");
  ASSERT_FALSE(result);
  EXPECT_THAT(result.error().message, HasSubstr("exited with code 2: unknown kernel"));
}

TEST_F(MeasuredJob, RefusesAJobThatReportsNothing) {
  const auto result = run("echo fine");
  ASSERT_FALSE(result);
  EXPECT_THAT(result.error().message, HasSubstr("sieve same n=10 on sh"));
}

}  // namespace
}  // namespace harness::jobs
