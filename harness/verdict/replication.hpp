#pragma once
// The same claims in several runs, usually of several machines: does each ratio come out the same? Ratios
// only: absolute rates of two machines are never tested. Pure: the same runs give the same answer. Two runs
// by Welch's difference of log ratios: REPLICATES when its 90 % interval lies within a factor of 1.10,
// else DIFFERS when Holm's p over all places is at most 5 % and the ratios are more than 5 % apart, else
// UNRESOLVED. Three and more: REPLICATES when every two of them do; DIFFERS by the p of Cochran's Q when the
// spread between machines is more than 5 %; shown by random effects. Blocks, invalid rows and noise count as
// for a verdict of that run.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/error.hpp"
#include "harness/stats/cross_machine.hpp"
#include "harness/stats/interval.hpp"
#include "harness/verdict/comparability.hpp"
#include "harness/workload/claim.hpp"

namespace harness::verdict {

inline constexpr double kReplicationMargin = 1.10;
inline constexpr double kSmallestDifference = 1.05;

enum class Replication { kReplicates, kDiffers, kUnresolved };

/// "REPLICATES" | "DIFFERS" | "UNRESOLVED"
[[nodiscard]] std::string_view text(Replication replication);

/// One place of one claim, in all runs.
struct ReplicatedPlace {
  std::string claim;
  std::string reading;
  std::string place;  ///< "/plaintext c=64"
  Replication replication = Replication::kUnresolved;
  std::string reason;                                   ///< why it is unresolved
  std::vector<std::optional<stats::Interval>> effects;  ///< log ratios, 95 %, by run; none: too few blocks
  std::optional<stats::Difference> difference;          ///< first − second, 90 %, of two runs
  std::optional<stats::PooledEffect> pooled;            ///< of three and more
  double p_holm = 1;                                    ///< of "no difference", among all places
};

/// At least two runs that passed check_comparable.
[[nodiscard]] std::vector<ReplicatedPlace> replicate(std::span<const workload::Claim> claims,
                                                     std::span<const NamedRun> runs);

}  // namespace harness::verdict
