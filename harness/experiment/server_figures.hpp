#pragma once
// What a row says of the server, whatever it was loaded with, and of the gates. Pure but for what is read.
#include "harness/experiment/gates.hpp"
#include "harness/experiment/server_meter.hpp"
#include "harness/results/slice_row.hpp"

namespace harness::experiment {

/// Nothing is said of a server whose CPU time could not be read.
void describe_cpu(results::SliceRow& row, const ServerMeter& meter, Nanoseconds window, double answers_per_s,
                  std::size_t server_cpus);
void describe_memory(results::SliceRow& row, const Result<process::Memory>& memory);

/// What of a row its gates look at.
[[nodiscard]] Surroundings surroundings_of(const results::SliceRow& row);
void describe_gates(results::SliceRow& row, const SliceGates& gates);

}  // namespace harness::experiment
