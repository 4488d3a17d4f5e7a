#include "harness/experiment/job_figures.hpp"

#include <gtest/gtest.h>

namespace harness::experiment {
namespace {

jobs::JobResult sieve() {
  jobs::JobResult result;
  result.report.line = "25 97";
  result.report.tag = "pure_script";
  result.report.version = "3.11.2";
  result.report.max_rss_kib = 1234;
  result.report.setup = milliseconds(2);
  result.report.loop = milliseconds(30);
  result.report.iterations = {milliseconds(9), milliseconds(5), milliseconds(4), milliseconds(4)};
  result.report.iterations_cpu = {milliseconds(9), milliseconds(6), milliseconds(5), milliseconds(5)};
  result.process.wall = milliseconds(100);
  result.process.cpu = milliseconds(90);
  return result;
}

TEST(JobRow, KeepsProcessFirstIterationAndSteadyStateApart) {
  results::SliceRow row;
  describe_job(row, {"same", 100, "25 97", 0, {"python"}}, sieve());
  EXPECT_EQ(row.status, results::SliceStatus::kOk);
  EXPECT_EQ(row.gate_responses, results::Gate::kPass);
  EXPECT_EQ(row.job_wall_s, 0.1);
  EXPECT_EQ(row.job_setup_s, 0.002);
  EXPECT_EQ(row.job_work_s, 0.022);
  EXPECT_EQ(row.job_checks_s, 0.008);
  EXPECT_EQ(row.job_first_s, 0.009);
  EXPECT_EQ(row.job_steady_s, 0.004);
  EXPECT_EQ(row.job_steady_cpu_s, 0.005);
  EXPECT_EQ(row.job_cpu_s, 0.09);
  EXPECT_EQ(row.job_max_rss_kib, 1234U);
  EXPECT_EQ(row.job_iterations, 4U);
  EXPECT_EQ(row.ok, 4U);
  EXPECT_EQ(row.runtime_version, "3.11.2");
}

TEST(JobRow, SaysNothingOfChecksWhenTheJobDidNot) {
  jobs::JobResult result = sieve();
  result.report.loop.reset();
  results::SliceRow row;
  describe_job(row, {"same", 100, "25 97", 0, {"python"}}, result);
  EXPECT_EQ(row.job_work_s, 0.022);
  EXPECT_EQ(row.job_checks_s, std::nullopt);
}

TEST(JobRow, HasTheRateOfAllWorkersTogether) {
  jobs::JobResult result = sieve();
  result.report.iterations_cpu.clear();
  result.report.worker_rates = {10.5, 9.5};
  workload::Job job{"same", 100, "25 97", 0, {"python"}};
  job.workers = 2;
  results::SliceRow row;
  describe_job(row, job, result);
  EXPECT_EQ(row.status, results::SliceStatus::kOk);
  EXPECT_EQ(row.workers, 2);
  EXPECT_EQ(row.job_rate_per_s, 20.0);
  EXPECT_EQ(row.job_steady_cpu_s, std::nullopt);
  EXPECT_EQ(row.job_work_s, std::nullopt) << "they worked beside each other";
  EXPECT_EQ(row.job_checks_s, std::nullopt);
}

TEST(JobRow, IsInvalidWhenAWorkerIsMissing) {
  jobs::JobResult result = sieve();
  result.report.worker_rates = {10.5};
  workload::Job job{"same", 100, "25 97", 0, {"python"}};
  job.workers = 2;
  results::SliceRow row;
  describe_job(row, job, result);
  EXPECT_EQ(row.status, results::SliceStatus::kInvalid);
  EXPECT_EQ(row.job_rate_per_s, std::nullopt);
  EXPECT_EQ(row.reason, "it has the rates of 1 workers, 2 were asked for");
}

TEST(JobRow, IsInvalidWhenTheJobDidNotDoTheWork) {
  results::SliceRow row;
  describe_job(row, {"same", 100, "26 101", 0, {"python"}}, sieve());
  EXPECT_EQ(row.status, results::SliceStatus::kInvalid);
  EXPECT_EQ(row.gate_responses, results::Gate::kFail);
  EXPECT_EQ(row.ok, 0U);
  EXPECT_EQ(row.bad_response, 4U);
  EXPECT_EQ(row.reason, "it printed '25 97', right is '26 101'");
}

jobs::JobResult three_installs(std::uint64_t wrong) {
  jobs::JobResult result = sieve();
  result.report.line = wrong > 0 ? "express is missing" : workload::kAsLocked;
  result.report.iterations.resize(3);
  result.report.wrong = wrong;
  return result;
}

workload::Job install_of_web() {
  workload::Job job{"web", 0, workload::kAsLocked};
  job.installs = true;
  return job;
}

TEST(InstallRow, HasTimesWhenAllWentRight) {
  results::SliceRow row;
  describe_job(row, install_of_web(), three_installs(0));
  EXPECT_EQ(row.status, results::SliceStatus::kOk);
  EXPECT_EQ(row.gate_responses, results::Gate::kPass);
  EXPECT_EQ(row.ok, 3U);
  EXPECT_EQ(row.job_first_s, 0.009);
}

TEST(InstallRow, CountsTheWrongOnesAndHasNoTimes) {
  results::SliceRow row;
  describe_job(row, install_of_web(), three_installs(1));
  EXPECT_EQ(row.status, results::SliceStatus::kOk);
  EXPECT_EQ(row.gate_responses, results::Gate::kWarn);
  EXPECT_EQ(row.ok, 2U);
  EXPECT_EQ(row.bad_response, 1U);
  EXPECT_EQ(row.reason, "1 of 3 installs went wrong, first: express is missing");
  EXPECT_EQ(row.job_first_s, std::nullopt);
  EXPECT_EQ(row.job_steady_s, std::nullopt);
  EXPECT_EQ(row.job_steady_cpu_s, std::nullopt);
  EXPECT_EQ(row.job_wall_s, 0.1);
}

TEST(InstallRow, IsInvalidWhenNoneIsSaidToBeWrongAndTheLineIs) {
  jobs::JobResult result = three_installs(0);
  result.report.line = "something else";
  results::SliceRow row;
  describe_job(row, install_of_web(), result);
  EXPECT_EQ(row.status, results::SliceStatus::kInvalid);
}

TEST(JobRow, OfAKernelIsInvalidHoweverFewIterationsAreSaidToBeWrong) {
  jobs::JobResult result = sieve();
  result.report.line = "26 101";
  result.report.wrong = 1;
  results::SliceRow row;
  describe_job(row, {"same", 100, "25 97", 0, {"python"}}, result);
  EXPECT_EQ(row.status, results::SliceStatus::kInvalid);
}

}  // namespace
}  // namespace harness::experiment
