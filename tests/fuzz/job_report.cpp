// What a job program prints, of any bytes, is refused in one line, or its times are times.
#include "harness/jobs/job_report.hpp"

#include <algorithm>

#include "target.hpp"

namespace harness::fuzz {
namespace {

void check_times(const std::vector<Nanoseconds>& series) {
  HARNESS_ASSERT(std::ranges::all_of(series, [](Nanoseconds each) { return each >= Nanoseconds(0); }));
  if (series.empty()) return;
  const auto [least, most] = std::ranges::minmax(series);
  HARNESS_ASSERT(least <= jobs::steady(series) && jobs::steady(series) <= most);
}

void job_report(std::string_view bytes) {
  const auto report = jobs::parse_job_report(bytes);
  if (!report) {
    HARNESS_ASSERT(report.error().message.find('\n') == std::string::npos);
    return;
  }
  HARNESS_ASSERT(!report->iterations.empty() && report->setup >= Nanoseconds(0));
  check_times(report->iterations);
  check_times(report->iterations_cpu);
  HARNESS_ASSERT(jobs::sum(report->iterations) >= report->iterations.front());
  HARNESS_ASSERT(!report->loop || *report->loop >= jobs::sum(report->iterations));
  HARNESS_ASSERT(report->iterations_cpu.empty() == !report->worker_rates.empty());
  HARNESS_ASSERT(std::ranges::all_of(report->worker_rates, [](double rate) { return rate > 0; }));
  HARNESS_ASSERT(jobs::agrees(report->line, report->line, 0));
  static_cast<void>(jobs::agrees(report->line, report->version, 1e-9));
}

const Target kJobReport("job_report", job_report);

}  // namespace
}  // namespace harness::fuzz
