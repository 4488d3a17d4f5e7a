#pragma once
// A short load on several servers that take turns, to see how far one differs from another. For servers that
// may be wrong: any 2xx answer counts, no gate is asked, nothing is judged; a figure to show a size by, never
// a verdict. Threading: the caller's thread, for seconds. Errors: each server has its own.
#include <optional>
#include <vector>

#include "harness/machine/cpus.hpp"
#include "harness/process/server.hpp"

namespace harness::experiment {

struct ShortLoad {
  std::string target;
  int connections = 64;
};

struct ShortFigures {
  double throughput_rps = 0;
  std::optional<double> requests_per_server_cpu_s;
  std::optional<double> service_p50_us;
};

/// In the order of the servers. Ends early when a stop is requested.
[[nodiscard]] std::vector<Result<ShortFigures>> measure_side_by_side(
    const std::vector<process::Server*>& servers, const ShortLoad& load, const machine::CpuSplit& cpus);

}  // namespace harness::experiment
