#pragma once
// What has become of the verdicts that somebody relies on: those of a stored run beside those of a new one.
// Only a flip from SUPPORTED to REFUTED or back contradicts the stored run: two machines, or two days, may
// well differ in what they can decide. Pure. For whether the ratios agree, see replication.hpp.
#include <span>
#include <string>
#include <vector>

#include "harness/results/verdict_row.hpp"

namespace harness::verdict {

enum class Drift {
  kNone,       ///< the same verdict, or one where there was none
  kUndecided,  ///< was SUPPORTED, REFUTED or MIXED and now says less, or is no longer there
  kFlipped,    ///< SUPPORTED ↔ REFUTED
};

struct DriftedClaim {
  std::string claim;
  std::string reading;
  results::Verdict before;
  results::Verdict now;  ///< kNotTestableHere when the new run did not judge it
  Drift drift = Drift::kNone;
};

/// One entry per verdict of `before`, in its order.
[[nodiscard]] std::vector<DriftedClaim> drift(std::span<const results::VerdictRow> before,
                                              std::span<const results::VerdictRow> now);

/// The worst of them; kNone for none.
[[nodiscard]] Drift worst(std::span<const DriftedClaim> claims);

}  // namespace harness::verdict
