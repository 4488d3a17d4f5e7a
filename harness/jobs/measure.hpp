#pragma once
// One job, measured as a Google Benchmark benchmark with manual time: registered under a name, run once, its
// figures taken from the report. What is timed is a process of its own, from exec to its end; the order of
// jobs is the caller's. Threading: one thread, Google Benchmark's registry is global. Errors: kEnvironment
// when the job could not run, ended with another code than 0 or printed no report.
#include <string>

#include "harness/jobs/job_report.hpp"
#include "harness/process/run_to_end.hpp"

namespace harness::jobs {

struct Job {
  std::string name;            ///< "nbody same n=100000 on node/kernels", in reports and messages
  process::LaunchSpec launch;  ///< its stdout log holds the report afterwards
  Nanoseconds limit{0};        ///< for the whole process
};

struct JobResult {
  JobReport report;
  process::Finished process;
};

[[nodiscard]] Result<JobResult> measure(const Job& job);

}  // namespace harness::jobs
