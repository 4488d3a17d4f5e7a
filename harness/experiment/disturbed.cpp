#include "harness/experiment/disturbed.hpp"

#include <algorithm>

#include "harness/experiment/fairness.hpp"
#include "harness/experiment/jobs_beside.hpp"
#include "harness/experiment/stalled_readers.hpp"

namespace harness::experiment {
namespace {

Result<Measured> measure_calm(const Plan& plan, workload::Cell cell, const Contender& contender,
                              const machine::CpuSplit& cpus) {
  cell.beside.reset();
  return std::move(measure_round(plan, cell, {contender}, cpus).front());
}

Result<Measured> measure_with_jobs(const Plan& plan, const workload::Cell& cell, const Contender& contender,
                                   const machine::CpuSplit& cpus) {
  JobsBeside jobs(contender.server->port(), *cell.beside, plan.profile->slice, plan.suite->timeout);
  if (auto sized = jobs.size(); !sized) return tl::unexpected(sized.error());
  auto measured = std::move(measure_round(plan, cell, {contender}, cpus, &jobs).front());
  if (measured) jobs.describe(measured->row);
  return measured;
}

/// The worse of both, because the difference of the two stretches suffers from either.
void worsen(std::optional<double>& share, const std::optional<double>& other) {
  if (other) share = std::max(share.value_or(0), *other);
}

}  // namespace

Result<Measured> measure_disturbed(const Plan& plan, const workload::Cell& cell, const Contender& contender,
                                   const machine::CpuSplit& cpus) {
  const bool calm_first = contender.seed % 2 == 0;
  std::optional<Result<Measured>> calm;
  if (calm_first) calm = measure_calm(plan, cell, contender, cpus);
  auto disturbed = measure_with_jobs(plan, cell, contender, cpus);
  if (!calm_first) calm = measure_calm(plan, cell, contender, cpus);
  if (!disturbed) return disturbed;
  if (!*calm) return *std::move(calm);
  describe_calm((*calm)->row, disturbed->row);
  return disturbed;
}

Result<Measured> measure_beside_stalled(const Plan& plan, const workload::Cell& cell,
                                        const Contender& contender, const machine::CpuSplit& cpus) {
  auto readers = StalledReaders::open(contender.server->port(), cell.stalled, plan.suite->timeout);
  if (!readers) return tl::unexpected(readers.error());
  auto measured = std::move(measure_round(plan, cell, {contender}, cpus).front());
  if (measured) (*readers)->describe(measured->row);
  return measured;
}

void describe_calm(const results::SliceRow& calm, results::SliceRow& row) {
  row.calm_response_p50_us = calm.response_p50_us;
  row.calm_response_p99_us = calm.response_p99_us;
  worsen(row.steal_share, calm.steal_share);
  worsen(row.client_in_line_share, calm.client_in_line_share);
  if (calm.status == results::SliceStatus::kOk) return;
  row.gate_beside = results::Gate::kFail;
  refuse(row, "CALM_INVALID", "without the jobs: " + calm.reason);
}

}  // namespace harness::experiment
