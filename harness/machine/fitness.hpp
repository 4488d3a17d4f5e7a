#pragma once
// Is this host fit to measure? One finding per question, each with what to do about it.
// Observes only: host settings are the owner's; we never change them. raise_fd_limit touches this process
// only.
#include <string>
#include <vector>

#include "harness/base/error.hpp"
#include "harness/machine/proc_root.hpp"

namespace harness::machine {

struct Finding {
  enum class Level {
    kOk,
    kWarning,  ///< results are usable, precision or comparability suffers
    kProblem,  ///< do not measure before this is solved
  };
  Level level = Level::kOk;
  std::string what;    ///< "open files"
  std::string detail;  ///< what was read, with the figure needed
  std::string remedy;  ///< a command or an advice; empty when kOk
};

/// What cannot be read is stated as a kOk finding that says so ("not visible").
[[nodiscard]] std::vector<Finding> check_fitness(const ProcRoot& root = {}, int needed_connections = 1024);

/// Raises the soft limit of open files to the hard one, for this process and the children it starts.
[[nodiscard]] Result<void> raise_fd_limit();

}  // namespace harness::machine
