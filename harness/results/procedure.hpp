#pragma once
// How the verdicts of a run come about: decided before its first row, stored in run.json, read back by
// whoever judges the rows again. Plain data. Not a statistic: see harness/stats.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace harness::results {

/// How a run checks itself in one cell: a stack against itself, and against itself with more to do.
struct Controls {
  std::string stack{};   ///< "node/http"
  std::string target{};  ///< "/plaintext"
  int connections = 0;
  std::string cell{};         ///< its id where it is none of a closed loop: "nbody same n=10000"; else empty
  std::string metric{};       ///< as in a claim
  std::string no_slower{};    ///< why there is no slower arm; empty: there is one
  double alarm_level = 0.99;  ///< of the A/A interval: one sound run in a hundred gives a false alarm
  double slowdown = 1.10;     ///< what the slower arm has to do, as a factor

  /// The names under which the two further arms are stored. No stack id has a colon.
  [[nodiscard]] std::string same_arm() const { return stack + ":same"; }
  [[nodiscard]] std::string slower_arm() const { return stack + ":slower"; }

  friend bool operator==(const Controls&, const Controls&) = default;
};

/// What leaves a block out of a comparison, whatever its outcome: covariates only, means over all slices of
/// both sides in that block. Source of the limits: declared in the design of the trial, before any data.
struct NoiseGuards {
  double steal_share = 0.02;  ///< of all CPU time, taken by the host
  /// Of the time, a client thread was ready and had no CPU. Absent where client and server share one: there
  /// the server itself would decide which blocks count.
  std::optional<double> client_in_line_share = 0.10;
  /// Of wall time, a quota of our control group stopped us. Absent in runs from before there was this guard.
  std::optional<double> throttled_share = 0.0;

  friend bool operator==(const NoiseGuards&, const NoiseGuards&) = default;
};

struct Procedure {
  double alpha = 0.05;     ///< all false decisive verdicts of one run together, 0..1
  int min_blocks = 6;      ///< with fewer no verdict: the t quantile alone would be 2.8 and more
  std::vector<int> looks;  ///< blocks at which the run may end, ascending; empty: one look at all there are
  bool family = true;      ///< Holm over the claims of the run; false: each claim alone, as before schema 3
  /// Blocks beyond the last look that replace what was lost to invalid rows and noise: a look is then taken
  /// at so many blocks that count. Absent before schema 4: at so many blocks, lost ones included.
  std::optional<int> spare_blocks;
  std::optional<NoiseGuards> noise_guards;  ///< absent before schema 5: no block was left out for noise
  std::optional<Controls> controls;         ///< absent before schema 4 and in suites without them

  /// The fewest blocks that any verdict can rest on.
  [[nodiscard]] int first_look() const {
    return looks.empty() ? min_blocks : std::max(min_blocks, looks.front());
  }

  friend bool operator==(const Procedure&, const Procedure&) = default;
};

}  // namespace harness::results
