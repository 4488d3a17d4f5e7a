#pragma once
// What /__stats says: how many requests each process of a server has answered, by its own count. Pure.
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>

namespace harness::verify {

/// By process id; of a server that does not say it, by place.
using WorkerCounts = std::map<std::int64_t, std::uint64_t>;

/// Absent when the text is not {"workers":[{"pid":12,"requests":345},…],…}.
[[nodiscard]] std::optional<WorkerCounts> worker_counts(std::string_view stats_json);

/// How many lines have been acknowledged, as those of one worker. Absent when the text is not
/// {"lines":678,…}.
[[nodiscard]] std::optional<WorkerCounts> line_counts(std::string_view stats_json);

/// Of all workers together.
[[nodiscard]] std::uint64_t total(const WorkerCounts& counts);

/// How evenly they shared what came between two looks: Jain's index of what each answered. Absent when
/// nothing came, or the processes are not the same.
[[nodiscard]] std::optional<double> evenness(const WorkerCounts& before, const WorkerCounts& after);

/// Below it some workers had much more to do than others, and the rate is not that of so many workers. Two
/// workers of which one gets a third of the connections share at 0.9. Hashing 64 connections over two, as
/// SO_REUSEPORT does, stays above it in all but one of a thousand cases.
inline constexpr double kEvenlyShared = 0.9;

}  // namespace harness::verify
