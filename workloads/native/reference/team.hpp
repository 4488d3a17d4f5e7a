#pragma once
// The processes that serve one listening socket: what each has counted, in memory that all of them see, so
// that whichever is asked answers for all; and the parent that starts them and only waits.
// Threading: each process writes to its own seat only. Errors: kEnvironment when there is no memory or no
// process to be had; a worker that ends by itself ends the others.
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "harness/base/error.hpp"

namespace harness::reference {

inline constexpr int kMostWorkers = 64;

struct Seat {
  std::atomic<int> pid{0};
  std::atomic<std::uint64_t> requests{0};
  std::atomic<std::uint64_t> lines{0};        ///< of /lines, acknowledged
  std::atomic<std::uint64_t> connections{0};  ///< accepted since the start
  std::atomic<int> open{0};                   ///< of them
};

struct Team {
  int workers = 1;
  int parent = 0;  ///< its process id; 0: one process serves, and nobody waits for it
  std::atomic<int> ready{0};
  std::array<Seat, kMostWorkers> seats{};

  /// Of the parent, if there is one, and of all workers that are there.
  [[nodiscard]] std::vector<int> pids() const;
  /// Has any other fewer open connections? Who wakes first would take all of a few.
  [[nodiscard]] bool has_a_freer_one_than(const Seat& seat) const;
};

/// In memory that is shared with whoever is forked later, and never given back.
[[nodiscard]] Result<Team*> make_team(int workers);

/// Forks the workers. In each of them returns its seat. In the parent returns nothing, when all have ended:
/// SIGTERM and SIGINT are passed on to them. `code` is what the parent is to end with.
[[nodiscard]] Result<Seat*> fork_workers(Team& team, int& code);

}  // namespace harness::reference
