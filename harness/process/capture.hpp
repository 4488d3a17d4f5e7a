#pragma once
// Runs a short command without a shell and returns what it printed. Not for servers.
// Errors: kEnvironment when it cannot be started, does not end within the time, or exits with another code
// than 0.
#include <filesystem>
#include <string>
#include <vector>

#include "harness/base/duration.hpp"
#include "harness/base/error.hpp"

namespace harness::process {

/// stdout of `program`, which is looked up in PATH when it has no '/'. stderr is discarded.
[[nodiscard]] Result<std::string> capture(const std::filesystem::path& program,
                                          const std::vector<std::string>& arguments, Nanoseconds time_limit);

}  // namespace harness::process
