#pragma once
// The floor of a load: the same connections, threads, CPUs and arrivals against the null server of this
// machine. What it shows is the client's own part and the machine's, to be read beside the result; nothing is
// subtracted.
#include <optional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "harness/load/engine.hpp"

namespace harness::cli {

/// Loads the null server for `duration` as `plan` would load its server. It gets the CPUs that `plan` leaves
/// free. Errors: kEnvironment when it cannot be launched or loaded, kInterrupted after a stop request.
[[nodiscard]] Result<load::LoadResult> measure_floor(load::LoadPlan plan, Nanoseconds duration);

[[nodiscard]] std::string floor_text(const load::LoadResult& floor);
[[nodiscard]] nlohmann::ordered_json floor_json(const load::LoadResult& floor);

}  // namespace harness::cli
