#pragma once
// Answers that are sent in pieces, each at its time: the events of /sse, the chunks of /stream. What they are
// and when they are due; whoever serves them waits until then, and until the client takes them.
// Threading: pure functions. Errors: none; callers pass values already in range.
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace harness::contract {

inline constexpr std::uint64_t kMostEvents = 1'000'000;
inline constexpr std::uint64_t kMostHz = 1'000;
inline constexpr std::uint64_t kMostChunks = 1'000'000;
inline constexpr std::uint64_t kLargestChunk = std::uint64_t{1} << 20;
inline constexpr std::uint64_t kLongestPauseUs = 1'000'000;

struct Pieces {
  std::uint64_t count = 0;
  /// Since the first was made, on CLOCK_MONOTONIC; the first is due at once.
  std::function<std::int64_t(std::uint64_t index)> due_ns;
  std::function<std::string(std::uint64_t index, std::int64_t now_ns)> make;
  std::optional<std::uint64_t> length{};  ///< of all together, where it is known: then they need no chunks
};

/// "id: I\ndata: {"i":I,"t":T}\n\n"
[[nodiscard]] std::string event(std::uint64_t index, std::int64_t now_ns);

[[nodiscard]] Pieces events(std::uint64_t count, std::uint64_t hz);

/// `size` bytes that are all index mod 256.
[[nodiscard]] std::string chunk(std::uint64_t index, std::uint64_t size);

[[nodiscard]] Pieces chunks(std::uint64_t count, std::uint64_t size, std::uint64_t pause_us);

}  // namespace harness::contract
