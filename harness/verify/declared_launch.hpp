#pragma once
// Was a process started as its manifest declares? Pure: words in, sentences out. A switch that nobody
// declared makes a measurement one of another server: node --jitless, python -O, MALLOC_*, a debug mode.
#include <string>
#include <vector>

#include "harness/workload/stack.hpp"

namespace harness::verify {

/// Options (words that begin with '-') that no argv of the manifest has.
[[nodiscard]] std::vector<std::string> undeclared_options(const std::vector<std::string>& arguments,
                                                          const workload::Stack& stack);

/// Of the variables that tune an interpreter, its allocator or its loop, those the manifest does not set so.
[[nodiscard]] std::vector<std::string> undeclared_tuning(const std::vector<std::string>& environment,
                                                         const workload::Stack& stack);

}  // namespace harness::verify
