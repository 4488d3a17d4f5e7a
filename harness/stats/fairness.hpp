#pragma once
// How evenly something was shared out. Pure.
#include <cstdint>
#include <optional>
#include <span>

namespace harness::stats {

/// (Σx)² / (n·Σx²): 1 when all shares are equal, k/n when k of n share everything. Absent without shares.
/// Source: Jain, Chiu, Hawe 1984, A Quantitative Measure of Fairness.
[[nodiscard]] std::optional<double> jain_index(std::span<const std::uint32_t> shares);

}  // namespace harness::stats
