#pragma once
// What a reader must know of a run before believing its verdicts: how many rows were good, what the run can
// see, what bounds its error. In words for every report, in the order in which they are read. Judges nothing;
// harmless in a terminal.
#include <span>
#include <string>
#include <vector>

#include "harness/report/summary.hpp"
#include "harness/results/run_folder.hpp"

namespace harness::report {

struct Remark {
  std::string about;  ///< "trust", "suspect", "floor", "vintage", "family", "controls" or "note"
  std::string text;
};

[[nodiscard]] std::vector<Remark> remarks_on(const results::StoredRun& run,
                                             std::span<const CellSummary> cells, const Trust& trust);

/// "concurrency · profile ci · complete · seed 7 · 384 of 384 rows · 2026-11-28T07:16:02Z"
[[nodiscard]] std::string run_line(const results::RunManifest& manifest);
/// Why a run holds no verdicts, as a sentence.
[[nodiscard]] std::string why_no_verdicts(const results::StoredRun& run);

}  // namespace harness::report
