#pragma once
// A stored run as the JSON that Google Benchmark writes, for the tools that read it: its compare.py, charts
// of continuous benchmarking. One benchmark is an arm in a cell, "node/http /plaintext c=64"; one iteration
// run is a block, because only blocks are independent, which is what compare.py's U test assumes.
// A block's value is the geometric mean of its slices, as in a verdict. One that was cut short or has a row
// that is not ok is left out, and the context says how many were. Exporting judges nothing.
// Units: µs per request: real_time = time of the window / requests answered in it, cpu_time = CPU time of
// the server / the same. Source: https://github.com/google/benchmark/blob/main/docs/user_guide.md (output
// formats), tools/gbench.
#include <string>

#include "harness/results/run_folder.hpp"

namespace harness::results {

enum class BlocksShown {
  kEach,    ///< for compare.py
  kMedian,  ///< one entry per name: github-action-benchmark reads only the first of several
};

/// Errors: kEnvironment when no block of the run counts.
[[nodiscard]] Result<std::string> google_benchmark_json(const StoredRun& run, BlocksShown shown);

}  // namespace harness::results
