#pragma once
// From what was measured to the columns of a row. Pure.
#include "harness/experiment/round_watch.hpp"
#include "harness/load/load_plan.hpp"
#include "harness/load/load_result.hpp"
#include "harness/results/slice_row.hpp"

namespace harness::experiment {

/// Everything a row says of requests, times and client.
void describe_load(results::SliceRow& row, const load::LoadPlan& plan, const load::LoadResult& result);

void describe_service(results::SliceRow& row, const stats::Histogram& service);
void describe_open_loop(results::SliceRow& row, const load::OpenLoopTimes& times);

/// What the machine was like meanwhile.
void describe_machine(results::SliceRow& row, const RoundWatch& watch);

[[nodiscard]] std::optional<double> microseconds_of(std::optional<Nanoseconds> value);

}  // namespace harness::experiment
