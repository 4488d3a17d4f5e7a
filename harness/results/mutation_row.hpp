#pragma once
// One row of mutations.csv: a pitfall that was planted in a copy of a stack, which checks caught it, and how
// far it would have moved the Node/Python ratio. Plain data; the meaning of each member is in the column
// dictionary.
#include <cstdint>
#include <optional>
#include <string>

#include "harness/results/column.hpp"

namespace harness::results {

struct MutationRow {
  std::string mutation;
  std::string stack;
  std::string title;
  std::string pitfall;
  std::string outcome;    ///< "caught" | "MISSED" | "blind spot" | "failed" | "absent"
  std::string caught_by;  ///< blank-separated, as declared
  std::string fired;      ///< blank-separated, as seen
  std::string detail;
  std::string target;
  std::uint64_t connections = 0;
  std::string peer;
  std::optional<double> healthy_requests_per_server_cpu_s;
  std::optional<double> mutant_requests_per_server_cpu_s;
  std::optional<double> healthy_throughput_rps;
  std::optional<double> mutant_throughput_rps;
  std::optional<double> healthy_service_p50_us;
  std::optional<double> mutant_service_p50_us;
  std::optional<double> node_python_healthy;
  std::optional<double> node_python_mutant;
  std::optional<double> moved;
  std::optional<double> moved_throughput;
  std::optional<double> moved_service_p50;

  friend bool operator==(const MutationRow&, const MutationRow&) = default;
};

}  // namespace harness::results
