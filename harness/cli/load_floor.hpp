#pragma once
// The floor of a load: the same connections, threads, CPUs and arrivals against the null server of this
// machine, which is always sent a bare GET. What it shows is the client's own part and the machine's, to be
// read beside the result; nothing is subtracted.
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "harness/load/engine.hpp"
#include "harness/load/guards.hpp"

namespace harness::cli {

struct LoadFloor {
  load::LoadResult result;
  std::vector<load::Guard> guards;  ///< what speaks against the floor itself
};

/// Loads the null server for `duration` as `plan` would load its server. It gets the CPUs that `plan` leaves
/// free. Errors: kUsage as for the plan itself, kEnvironment when the server cannot be launched or loaded,
/// kInterrupted after a stop request.
[[nodiscard]] Result<LoadFloor> measure_floor(load::LoadPlan plan, Nanoseconds duration);

[[nodiscard]] std::string floor_text(const LoadFloor& floor);
[[nodiscard]] nlohmann::ordered_json floor_json(const LoadFloor& floor);

}  // namespace harness::cli
