#pragma once
// The histograms of a stored run as one HdrHistogram interval log, for the usual HDR viewers: an interval per
// slice that is ok, tagged with its arm and cell ("node/http@/plaintext_c=64"), counted from the first slice.
// The log's BaseTime is when the run started, a few seconds before. Values: service time of each answer that
// was counted, in the lossy form of stats/hdr_payload.hpp (0.1 %).
#include <filesystem>
#include <string>

#include "harness/results/run_folder.hpp"

namespace harness::results {

/// Errors: kEnvironment for a histogram that cannot be read, naming its file, and for a run without any.
[[nodiscard]] Result<std::string> hdr_log_of(const StoredRun& run, const std::filesystem::path& folder);

}  // namespace harness::results
