#pragma once
// How many requests a server has answered by its own count, or lines: the other half of the ledger. And what
// else it says of itself in the same place.
#include <cstdint>
#include <optional>

#include "harness/verify/worker_counts.hpp"

namespace harness::experiment {

/// Which count: verify::worker_counts() finds that of requests, verify::line_counts() that of lines.
using CountReader = std::optional<verify::WorkerCounts> (*)(std::string_view stats_json);

/// What /__stats says, which does not count itself. Absent when the server does not say.
[[nodiscard]] std::optional<verify::WorkerCounts> requests_counted(std::uint16_t port,
                                                                   CountReader read = verify::worker_counts);

/// Asks until at least `expected` more than `before` are counted, for at most 100 ms: a server may count
/// after its last byte has left. Absent, too, when it counts less than before.
[[nodiscard]] std::optional<verify::WorkerCounts> requests_counted_since(
    std::uint16_t port, const verify::WorkerCounts& before, std::uint64_t expected,
    CountReader read = verify::worker_counts);

/// How late its event loop was at most since /__stats was last asked, here or for a count.
[[nodiscard]] std::optional<double> loop_lag_since_asked_us(std::uint16_t port);

}  // namespace harness::experiment
