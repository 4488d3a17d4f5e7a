#pragma once
// From what the load engine measured to the columns of a row. Pure.
#include "harness/load/load_plan.hpp"
#include "harness/load/load_result.hpp"
#include "harness/results/slice_row.hpp"

namespace harness::experiment {

/// Everything a row says of requests, times and client.
void describe_load(results::SliceRow& row, const load::LoadPlan& plan, const load::LoadResult& result);

[[nodiscard]] std::optional<double> microseconds_of(std::optional<Nanoseconds> value);

}  // namespace harness::experiment
