#pragma once
// A stored run as Markdown, for a page that people read without a terminal: the same tables, verdicts and
// remarks. Computes no verdict. What came from files is escaped and stays on its line.
#include <string>

#include "harness/report/summary.hpp"
#include "harness/results/run_folder.hpp"

namespace harness::report {

/// Headings begin with `level` hashes, so that several runs can be sections of one page.
[[nodiscard]] std::string markdown_report(const results::StoredRun& run, const Summary& summary,
                                          int level = 1);

}  // namespace harness::report
