#pragma once
// --runtime NAME=PATH: an interpreter that runtimes.toml does not know. Under the name of one it knows it
// takes that one's place; under a new name it is another runtime, on which each stack of its language that
// needs no packages is a further arm, "node/http@NAME". What it is, it is asked. Errors: kUsage naming the
// option; kEnvironment when PATH cannot be run.
#include <string>
#include <vector>

#include "harness/workload/catalog.hpp"

namespace harness::cli {

/// Enters them in the catalog, with their arms.
[[nodiscard]] Result<void> enter_given_runtimes(const std::vector<std::string>& given,
                                                workload::Catalog& catalog);

/// `stacks`, each followed by its arms on the new ones of `given`.
[[nodiscard]] std::vector<std::string> with_given_arms(const std::vector<std::string>& stacks,
                                                       const std::vector<std::string>& given,
                                                       const workload::Catalog& catalog);

/// As typed, but with a path that means the same from anywhere.
[[nodiscard]] std::vector<std::string> lasting_runtimes(std::vector<std::string> given);

}  // namespace harness::cli
