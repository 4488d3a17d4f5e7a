#pragma once
// A slice of a cell with jobs beside it: the same load twice, the same requests at the same moments, once
// without the jobs and once with them, in an order that is drawn. The row is about the stretch with them;
// of the other it has the calm_* columns, and is valid only if that is. Or a slice with readers beside it
// that stall, once. Threading: the caller's, see round.hpp, jobs_beside.hpp and stalled_readers.hpp.
#include "harness/experiment/round.hpp"

namespace harness::experiment {

/// Of one contender, since each has its own n. Ends early, with whatever is there, when a stop is requested.
[[nodiscard]] Result<Measured> measure_disturbed(const Plan& plan, const workload::Cell& cell,
                                                 const Contender& contender, const machine::CpuSplit& cpus);

/// Of a cell with readers that stall, of one contender: their memory is its.
[[nodiscard]] Result<Measured> measure_beside_stalled(const Plan& plan, const workload::Cell& cell,
                                                      const Contender& contender,
                                                      const machine::CpuSplit& cpus);

/// Adds what is known of the stretch without jobs. Pure.
void describe_calm(const results::SliceRow& calm, results::SliceRow& row);

}  // namespace harness::experiment
