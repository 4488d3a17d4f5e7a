#pragma once
// What a run must still measure before it may end: pure, from the rows stored so far.
// It may end when every claim and control is decided, has counted as many blocks as were wanted, or has lost
// more of them than any verdict may rest on. It never looks at which way a claim leans, so that ending and
// replacing a lost block cannot favour a side.
#include <set>
#include <span>

#include "harness/results/series.hpp"
#include "harness/results/slice_row.hpp"
#include "harness/verdict/judge.hpp"
#include "harness/workload/claim.hpp"

namespace harness::verdict {

/// Both sides of each comparison that is short of blocks; empty: the run may end. Needs planned looks.
[[nodiscard]] std::set<results::Series> still_wanted(std::span<const workload::Claim> claims,
                                                     std::span<const results::SliceRow> rows,
                                                     const Context& context);

}  // namespace harness::verdict
