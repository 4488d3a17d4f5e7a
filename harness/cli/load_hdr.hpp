#pragma once
// A load in the formats of the HDR histogram viewers. Intervals that follow the window (answers that came
// while it drained) are written too: they belong to counted requests.
#include "harness/load/load_result.hpp"

namespace harness::cli {

/// One line per interval of the series, tagged "response" and "service" in an open loop.
[[nodiscard]] Result<std::string> load_hdr_log(const std::string& url, const load::LoadResult& result);

/// The percentile table of the response times, or of the service times in a closed loop.
[[nodiscard]] std::string load_hgrm(const load::LoadResult& result);

}  // namespace harness::cli
