#include "harness/verdict/drift.hpp"

#include <algorithm>

namespace harness::verdict {
namespace {

using results::Verdict;
using results::VerdictRow;

bool one_sided(Verdict verdict) {
  return verdict == Verdict::kSupported || verdict == Verdict::kRefuted;
}

/// MIXED where there was one side says that some places have changed sides, not that the claim has.
Drift between(Verdict before, Verdict now) {
  if (before == now || !(one_sided(before) || before == Verdict::kMixed)) return Drift::kNone;
  return one_sided(before) && one_sided(now) ? Drift::kFlipped : Drift::kUndecided;
}

Verdict verdict_on(const VerdictRow& claim, std::span<const VerdictRow> rows) {
  const auto found = std::ranges::find_if(
      rows, [&](const VerdictRow& row) { return row.claim == claim.claim && row.reading == claim.reading; });
  return found == rows.end() ? Verdict::kNotTestableHere : found->verdict;
}

}  // namespace

std::vector<DriftedClaim> drift(std::span<const VerdictRow> before, std::span<const VerdictRow> now) {
  std::vector<DriftedClaim> claims;
  for (const VerdictRow& row : before) {
    const Verdict after = verdict_on(row, now);
    claims.push_back({row.claim, row.reading, row.verdict, after, between(row.verdict, after)});
  }
  return claims;
}

Drift worst(std::span<const DriftedClaim> claims) {
  Drift worst = Drift::kNone;
  for (const DriftedClaim& claim : claims) worst = std::max(worst, claim.drift);
  return worst;
}

}  // namespace harness::verdict
