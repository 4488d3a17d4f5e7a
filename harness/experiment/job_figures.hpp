#pragma once
// A finished job → the figures of its row. Pure.
#include "harness/jobs/measure.hpp"
#include "harness/results/slice_row.hpp"
#include "harness/stats/histogram.hpp"
#include "harness/workload/suite.hpp"

namespace harness::experiment {

/// Its times, and whether it did the work: gate, status and reason. Installs of which some went wrong have no
/// times and are a valid row: that they did is what it says.
void describe_job(results::SliceRow& row, const workload::Job& job, const jobs::JobResult& result);

[[nodiscard]] stats::Histogram histogram_of(const std::vector<Nanoseconds>& iterations);

}  // namespace harness::experiment
