#pragma once
// What `harness load` may be told, in the groups its help shows.
#include <CLI/App.hpp>

#include "harness/cli/options.hpp"

namespace harness::cli {

/// The options write into `options`, which must live as long as the command.
void add_load_arguments(CLI::App& command, LoadOptions& options);

/// What needs() of CLI11 cannot say, because it knows only "all of these". Throws CLI::RequiresError.
void check_load_arguments(const CLI::App& command);

}  // namespace harness::cli
