#pragma once
// How long must a fresh server be warmed up? Measured once at the start of a run, frozen for all of it and
// the same for all arms: a length chosen anew for each launch would drop different amounts from each. Each
// arm is launched afresh for each target and watched under full load; MSER-5 says when it had settled. For
// profiles that give `warm_up_window`; the others declare their length. Whether a launch was steady
// afterwards is launch_levels.hpp's. Source: design of the trial: 1.5 times the longest time to settle, at
// least what the profile declares.
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "harness/experiment/plan.hpp"
#include "harness/experiment/run.hpp"
#include "harness/load/load_result.hpp"
#include "harness/machine/cpus.hpp"
#include "harness/results/env_row.hpp"
#include "harness/results/run_folder.hpp"

namespace harness::experiment {

inline constexpr Nanoseconds kWarmUpBin = milliseconds(100);
inline constexpr Nanoseconds kLongestWarmUp = seconds(30);

struct Settling {
  std::string arm;
  std::string target;
  std::optional<Nanoseconds> after;  ///< absent: not within the window
};

/// Of a closed loop with a series of kWarmUpBin that began with the load. Pure.
[[nodiscard]] std::optional<Nanoseconds> settled_after(const load::LoadResult& watched);

/// Of all targets together, for each launch. What did not settle cannot lengthen it. Pure.
[[nodiscard]] Nanoseconds frozen_warm_up(Nanoseconds declared, std::span<const Settling> seen,
                                         std::size_t targets);

/// Sets plan.warm_up. Rows "warm_up.frozen_s" and "warm_up.<arm>.<target>"; warns of what did not settle or
/// could not be watched. `before` holds such rows when an earlier session of the run measured them: then
/// those count. No rows after a stop request. Errors: kEnvironment when `before` holds something else.
[[nodiscard]] Result<std::vector<results::EnvRow>> calibrate_warm_up(Plan& plan,
                                                                     const machine::CpuSplit& cpus,
                                                                     const results::RunFolder& folder,
                                                                     std::span<const results::EnvRow> before,
                                                                     Listener& listener);

}  // namespace harness::experiment
