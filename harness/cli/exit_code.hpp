#pragma once
// What the shell is told. The numbers are part of the interface: scripts and CI depend on them.
#include "harness/base/error.hpp"

namespace harness::cli {

enum ExitCode : int {
  kDone = 0,
  kUsageError = 1,        ///< the input is wrong; nothing was started
  kEnvironmentUnfit = 2,  ///< the host is unfit, or a server failed
  kMeasuredButInvalid = 3,
  kVerdictFlipped = 4,    ///< with --check: SUPPORTED became REFUTED, or the other way round
  kVerdictUndecided = 5,  ///< with --check: what was decided no longer is; a warning rather than a failure
  kStopped = 130,         ///< Ctrl-C or SIGTERM, by the convention of shells (128 + SIGINT)
};

[[nodiscard]] constexpr ExitCode exit_code_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::kUsage:
      return kUsageError;
    case ErrorCode::kEnvironment:
      return kEnvironmentUnfit;
    case ErrorCode::kInterrupted:
      return kStopped;
  }
  return kEnvironmentUnfit;
}

}  // namespace harness::cli
