#include "harness/experiment/job_figures.hpp"

#include <numeric>

#include <fmt/format.h>

namespace harness::experiment {

namespace {

/// Why the job did not do what was asked of it, or nothing.
std::string objection(const workload::Job& job, const jobs::JobReport& report) {
  if (!jobs::agrees(report.line, job.line, job.tolerance))
    return fmt::format("it printed '{}', right is '{}'", report.line, job.line);
  if (report.worker_rates.size() != static_cast<std::size_t>(job.workers)) {
    return fmt::format("it has the rates of {} workers, {} were asked for", report.worker_rates.size(),
                       job.workers);
  }
  return "";
}

/// How often it goes wrong is what an install is asked, too; how fast is asked of right ones only.
void describe_wrong(results::SliceRow& row, const jobs::JobReport& report) {
  const std::uint64_t iterations = report.iterations.size();
  row.ok = iterations - report.wrong;
  row.bad_response = report.wrong;
  row.gate_responses = results::Gate::kWarn;
  row.status = results::SliceStatus::kOk;
  row.reason = fmt::format("{} of {} installs went wrong, first: {}", report.wrong, iterations, report.line);
  for (auto* time :
       {&row.job_first_s, &row.job_steady_s, &row.job_steady_cpu_s, &row.job_work_s, &row.job_checks_s})
    time->reset();
}

/// Of several workers the times lie beside each other, so that their sum is no part of the process.
void describe_parts(results::SliceRow& row, const jobs::JobReport& report) {
  const Nanoseconds work = jobs::sum(report.iterations);
  row.job_work_s = to_seconds(work);
  if (report.loop) row.job_checks_s = to_seconds(*report.loop - work);
}

}  // namespace

void describe_job(results::SliceRow& row, const workload::Job& job, const jobs::JobResult& result) {
  const jobs::JobReport& report = result.report;
  const std::uint64_t iterations = report.iterations.size();
  row.scheduled = iterations;
  row.start_mono_ns = result.process.began.since_start.count();
  row.runtime_version = report.version;
  row.job_wall_s = to_seconds(result.process.wall);
  row.job_setup_s = to_seconds(report.setup);
  if (job.workers == 0) describe_parts(row, report);
  row.job_iterations = iterations;
  row.job_first_s = to_seconds(report.iterations.front());
  row.job_steady_s = to_seconds(jobs::steady(report.iterations));
  if (!report.iterations_cpu.empty()) row.job_steady_cpu_s = to_seconds(jobs::steady(report.iterations_cpu));
  row.job_cpu_s = to_seconds(result.process.cpu);
  row.job_max_rss_kib = report.max_rss_kib;
  row.job_tag = report.tag;
  row.reason = objection(job, report);
  const bool right = row.reason.empty();
  row.ok = right ? iterations : 0;
  row.bad_response = right ? 0 : iterations;
  row.gate_responses = right ? results::Gate::kPass : results::Gate::kFail;
  row.status = right ? results::SliceStatus::kOk : results::SliceStatus::kInvalid;
  if (job.installs && report.wrong > 0) describe_wrong(row, report);
  if (job.workers == 0) return;
  row.workers = job.workers;
  if (right)
    row.job_rate_per_s = std::accumulate(report.worker_rates.begin(), report.worker_rates.end(), 0.0);
}

stats::Histogram histogram_of(const std::vector<Nanoseconds>& iterations) {
  stats::Histogram histogram;
  for (const Nanoseconds each : iterations) histogram.record(each);
  return histogram;
}

}  // namespace harness::experiment
