#pragma once
// Folders that hold stored runs, and what the runs of several suites say of the article together.
// Errors: kEnvironment with the path when a folder holds no run or a run cannot be read.
#include <span>
#include <string>
#include <vector>

#include "harness/base/error.hpp"
#include "harness/report/scoreboard.hpp"
#include "harness/results/run_folder.hpp"

namespace harness::cli {

/// The run in this folder and those in the folders directly below, which is how a run of all suites and the
/// stored reference of a machine are kept; those below by name. At least one.
[[nodiscard]] Result<std::vector<results::StoredRun>> read_runs(const std::string& folder);

/// Of today's claims and ledger; a claim that several runs judged has the verdict of the last of them.
[[nodiscard]] Result<report::Scoreboard> scoreboard_of(std::span<const results::StoredRun> runs);

}  // namespace harness::cli
