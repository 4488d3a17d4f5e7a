#pragma once
// A run between "everything is checked" and "the first server starts": its folder is open and says what is
// planned. Either a new run or one that was interrupted, taken up where its last whole block ended.
#include <vector>

#include "harness/cli/options.hpp"
#include "harness/cli/prepared_run.hpp"
#include "harness/experiment/finished.hpp"
#include "harness/results/run_folder.hpp"
#include "harness/verdict/judge.hpp"

namespace harness::cli {

struct Session {
  Prepared ready;
  results::RunFolder folder;
  results::RunManifest manifest;
  std::vector<results::EnvRow> env;
  experiment::Finished before;  ///< what an earlier session measured
};

/// Errors: as prepare(); kEnvironment when the folder cannot be written.
[[nodiscard]] Result<Session> begin_session(const RunOptions& options);

/// Rows of a block that was not finished are set aside under log/: a block is one launch of every arm, and
/// half a block is none. Errors: kUsage for a run that is complete; kEnvironment when anything that a figure
/// may depend on has changed since (machine, build, servers, claims, plan), naming it.
[[nodiscard]] Result<Session> resume_session(const RunOptions& options);

/// What the rows of this run are judged by.
[[nodiscard]] verdict::Context context_of(const Prepared& ready, const results::RunManifest& manifest);

/// "2026-11-22T21:04:10Z"
[[nodiscard]] std::string utc_stamp();

}  // namespace harness::cli
