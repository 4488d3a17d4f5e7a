#pragma once
// A stored run as text for a terminal: what was measured, what it means, how far it can be trusted, where it
// is. Computes no verdict. Everything that came from files is shown with control characters removed.
#include <string>

#include "harness/report/summary.hpp"
#include "harness/results/run_folder.hpp"

namespace harness::report {

struct Style {
  bool color = false;
  std::size_t width = 110;
};

[[nodiscard]] std::string terminal_report(const results::StoredRun& run, const Style& style);
/// Of a run whose slices are not held: `summary` has seen them.
[[nodiscard]] std::string terminal_report(const results::StoredRun& run, const Summary& summary,
                                          const Style& style);

}  // namespace harness::report
