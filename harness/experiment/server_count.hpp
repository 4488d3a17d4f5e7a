#pragma once
// How many requests a server has answered by its own count: the other half of the ledger.
#include <cstdint>
#include <optional>

namespace harness::experiment {

/// Summed over the workers of /__stats, which does not count itself. Absent when the server does not say.
[[nodiscard]] std::optional<std::uint64_t> requests_counted(std::uint16_t port);

/// Asks until at least `expected` more than `before` are counted, for at most 100 ms: a server may count
/// after its last byte has left.
[[nodiscard]] std::optional<std::uint64_t> requests_counted_since(std::uint16_t port, std::uint64_t before,
                                                                  std::uint64_t expected);

}  // namespace harness::experiment
