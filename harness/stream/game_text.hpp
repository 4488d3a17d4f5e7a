#pragma once
// The messages of a game, spelt as the workload contract says. Pure.
//   {"dx":1,"dy":-1}                             a step of one player
//   {"k":K,"t":T,"p":[[F,X,Y],…]}                tick K, to all: made T ns after the game began; where all
//   are
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/duration.hpp"

namespace harness::stream {

struct TickHead {
  std::uint64_t tick = 0;
  Nanoseconds age{0};
  std::string_view places;  ///< the rest of the text
};

struct Place {
  std::int64_t x = 0;
  std::int64_t y = 0;
  friend bool operator==(const Place&, const Place&) = default;
};

/// Of "/ws/game?hz=20": 20. Absent where the target names no rate from 1 to 120.
[[nodiscard]] std::optional<int> ticks_per_second(std::string_view target);

void write_step(std::string& text, const Place& step);
/// Nothing for a tick or an age beyond what a game of months has: arithmetic with them cannot overflow.
[[nodiscard]] std::optional<TickHead> read_tick(std::string_view text);
/// In the order of the players' numbers, which must grow.
[[nodiscard]] std::optional<std::vector<Place>> read_places(std::string_view rest_of_tick);

}  // namespace harness::stream
