#pragma once
// `harness run --suite all`: one suite after the other, each a run of its own in a folder of its name, and
// the article's scoreboard in the end. With the same --out it goes on where it was stopped. A suite that
// fails does not keep the others from being measured. By ci each takes one spare block only, unless
// --spare-blocks says otherwise: all of them are to end within the hour. Errors: kUsage for options that mean
// one suite.
#include <functional>

#include "harness/base/error.hpp"
#include "harness/cli/options.hpp"

namespace harness::cli {

/// `run_one` measures one suite and returns its exit code; the code here is the largest of them.
[[nodiscard]] Result<int> run_all(const RunOptions& options,
                                  const std::function<int(const RunOptions&)>& run_one);

}  // namespace harness::cli
