#pragma once
// How many requests a server has answered by its own count: the other half of the ledger.
#include <cstdint>
#include <optional>

#include "harness/verify/worker_counts.hpp"

namespace harness::experiment {

/// What /__stats says, which does not count itself. Absent when the server does not say.
[[nodiscard]] std::optional<verify::WorkerCounts> requests_counted(std::uint16_t port);

/// Asks until at least `expected` more than `before` are counted, for at most 100 ms: a server may count
/// after its last byte has left. Absent, too, when it counts less than before.
[[nodiscard]] std::optional<verify::WorkerCounts> requests_counted_since(std::uint16_t port,
                                                                         const verify::WorkerCounts& before,
                                                                         std::uint64_t expected);

}  // namespace harness::experiment
