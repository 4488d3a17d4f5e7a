#include "harness/jobs/measure.hpp"

#include <benchmark/benchmark.h>

#include "harness/base/file.hpp"

namespace harness::jobs {
namespace {

Result<JobResult> run(const Job& job) {
  const auto finished = process::run_to_end(job.launch, job.limit);
  if (!finished) return tl::unexpected(finished.error());
  const auto output = read_file(job.launch.stdout_log);
  if (finished->exit != process::Exit{}) {
    const auto complaint = read_file(job.launch.stderr_log);
    return environment_error("{}: it {}: {}", job.name, process::to_text(finished->exit),
                             complaint ? *complaint : complaint.error().message);
  }
  if (!output) return tl::unexpected(output.error());
  auto report = parse_job_report(*output);
  if (!report) return tl::unexpected(report.error().within(job.name));
  return JobResult{*std::move(report), *finished};
}

/// Takes the time Google Benchmark has settled on, and prints nothing: rows are shown by the report.
class Collector : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context& /*context*/) override { return true; }
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& each : runs) {
      if (each.run_type == Run::RT_Iteration && !each.error_occurred)
        wall_ = from_seconds(each.real_accumulated_time / static_cast<double>(each.iterations));
    }
  }
  [[nodiscard]] Nanoseconds wall() const { return wall_; }

 private:
  Nanoseconds wall_{0};
};

}  // namespace

Result<JobResult> measure(const Job& job) {
  Result<JobResult> result = environment_error("{}: it was not run", job.name);
  benchmark::ClearRegisteredBenchmarks();
  benchmark::RegisterBenchmark(job.name.c_str(),
                               [&](benchmark::State& state) {
                                 for ([[maybe_unused]] auto iteration : state) {
                                   result = run(job);
                                   if (result) state.SetIterationTime(to_seconds(result->process.wall));
                                 }
                                 if (!result) state.SkipWithError(result.error().message.c_str());
                               })
      ->Iterations(1)
      ->UseManualTime();
  Collector collector;
  benchmark::RunSpecifiedBenchmarks(&collector, ".");
  benchmark::ClearRegisteredBenchmarks();
  if (result) result->process.wall = collector.wall();
  return result;
}

}  // namespace harness::jobs
