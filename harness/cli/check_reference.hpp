#pragma once
// `--check REFERENCE`: the verdicts of a new run beside those of a stored one, for CI.
#include <filesystem>

#include "harness/results/run_folder.hpp"

namespace harness::cli {

/// Read before anything is measured, so that a wrong path costs nobody eight minutes.
/// Errors: kEnvironment when it cannot be read, kUsage when it stores no verdicts or is of another suite.
[[nodiscard]] Result<results::StoredRun> read_reference(const std::filesystem::path& folder,
                                                        const std::string& suite);

/// Prints what drifted; kVerdictFlipped, kVerdictUndecided or kDone.
[[nodiscard]] int check_against(const results::StoredRun& reference, const results::StoredRun& run);

}  // namespace harness::cli
