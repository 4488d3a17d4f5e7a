#include "harness/experiment/job_figures.hpp"

#include <fmt/format.h>

namespace harness::experiment {

void describe_job(results::SliceRow& row, const workload::Job& job, const jobs::JobResult& result) {
  const jobs::JobReport& report = result.report;
  const std::uint64_t iterations = report.iterations.size();
  row.scheduled = iterations;
  row.start_mono_ns = result.process.began.since_start.count();
  row.runtime_version = report.version;
  row.job_wall_s = to_seconds(result.process.wall);
  row.job_setup_s = to_seconds(report.setup);
  row.job_iterations = iterations;
  row.job_first_s = to_seconds(report.iterations.front());
  row.job_steady_s = to_seconds(jobs::steady(report.iterations));
  row.job_steady_cpu_s = to_seconds(jobs::steady(report.iterations_cpu));
  row.job_cpu_s = to_seconds(result.process.cpu);
  row.job_max_rss_kib = report.max_rss_kib;
  row.job_tag = report.tag;
  const bool right = jobs::agrees(report.line, job.line, job.tolerance);
  row.ok = right ? iterations : 0;
  row.bad_response = right ? 0 : iterations;
  row.gate_responses = right ? results::Gate::kPass : results::Gate::kFail;
  row.status = right ? results::SliceStatus::kOk : results::SliceStatus::kInvalid;
  if (!right) row.reason = fmt::format("it printed '{}', right is '{}'", report.line, job.line);
}

stats::Histogram histogram_of(const std::vector<Nanoseconds>& iterations) {
  stats::Histogram histogram;
  for (const Nanoseconds each : iterations) histogram.record(each);
  return histogram;
}

}  // namespace harness::experiment
