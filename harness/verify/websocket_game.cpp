#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "workloads/native/reference/contract_websocket.hpp"
#include <nlohmann/json.hpp>

#include "harness/verify/probe.hpp"
#include "harness/verify/websocket_frames.hpp"

namespace harness::verify {
namespace {

using Places = std::map<std::uint64_t, contract::Place>;

struct Tick {
  std::uint64_t number = 0;
  std::int64_t age_ns = 0;
  Places places;
};

/// Of a text that is one to the byte; nothing of any other.
std::optional<Tick> read_tick(const Heard& heard) {
  const auto json = nlohmann::json::parse(heard.payload, nullptr, false);
  if (heard.kind != Heard::Kind::kText || !json.is_object()) return std::nullopt;
  try {
    Tick tick{json.at("k").get<std::uint64_t>(), json.at("t").get<std::int64_t>(), {}};
    for (const auto& player : json.at("p")) {
      tick.places[player.at(0).get<std::uint64_t>()] = {player.at(1).get<std::int64_t>(),
                                                        player.at(2).get<std::int64_t>()};
    }
    const bool is_exact = heard.payload == contract::game_tick(tick.number, tick.age_ns, tick.places);
    return is_exact ? std::optional(std::move(tick)) : std::nullopt;
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  }
}

class Player {
 public:
  Player(Probe& probe, int hz) : hz_(hz), client_(probe.websocket(fmt::format("/ws/game?hz={}", hz))) {}

  void go(std::int64_t dx, std::int64_t dy) {
    client_.send(frame(Opcode::kText, fmt::format(R"({{"dx":{},"dy":{}}})", dx, dy)));
    place_.x += dx;
    place_.y += dy;
  }

  /// The next one, to the byte, in its turn and not before its time.
  Problem wait_for_tick() {
    const auto heard = client_.receive();
    const auto tick = read_tick(heard);
    if (!tick) return fmt::format("expected a tick, got {}", in_words(heard));
    if (last_.number > 0 && tick->number != last_.number + 1)
      return fmt::format("tick {} came behind tick {}", tick->number, last_.number);
    if (late_by(*tick) < Nanoseconds(0))
      return fmt::format("tick {} was made {} early", tick->number, human(-late_by(*tick)));
    last_ = *tick;
    return std::nullopt;
  }

  [[nodiscard]] Nanoseconds late_by(const Tick& tick) const {
    return Nanoseconds(tick.age_ns - contract::game_tick_due_ns(tick.number, hz_));
  }

  /// A connection is closed when TCP has ended, which takes somebody who reads.
  void leave() {
    client_.send(close_frame(1000));
    while (client_.receive().kind == Heard::Kind::kText) {
    }
  }
  [[nodiscard]] const Tick& last() const { return last_; }
  [[nodiscard]] contract::Place place() const { return place_; }

 private:
  int hz_;
  WebSocketClient client_;
  Tick last_;
  contract::Place place_;
};

bool are_at(const Tick& tick, const Places& places) {
  return contract::game_tick(1, 1, tick.places) == contract::game_tick(1, 1, places);
}

/// What was sent is on its way: some ticks may not know of it yet.
Problem never_at(Player& player, const Places& places) {
  constexpr int kPatience = 60;
  for (int i = 0; i < kPatience; ++i) {
    if (auto problem = player.wait_for_tick()) return problem;
    if (are_at(player.last(), places)) return std::nullopt;
  }
  return fmt::format("after {} ticks the players are still not where they went: {}, expected {}", kPatience,
                     contract::game_tick(player.last().number, player.last().age_ns, player.last().places),
                     contract::game_tick(player.last().number, player.last().age_ns, places));
}

Finding golden(Probe& probe) {
  const int hz = 61 + static_cast<int>(probe.random().below(40));
  Player one(probe, hz);
  if (auto problem = one.wait_for_tick()) return failed("{}", *problem);
  if (one.last().number != 1) return failed("a new game begins with tick {}, expected 1", one.last().number);
  Player two(probe, hz);
  const auto step = [&] { return probe.random().below(2) == 0 ? 1 : -1; };
  for (int i = 0; i < 30; ++i) {
    one.go(step(), step());
    two.go(step(), 1);
  }
  const Places both = {{1, one.place()}, {2, two.place()}};
  for (Player* player : {&one, &two}) {
    if (auto problem = never_at(*player, both)) return failed("{}", *problem);
  }
  two.leave();
  if (auto problem = never_at(one, {{1, one.place()}}))
    return failed("when the other has left: {}", *problem);
  return passed("2 players, 60 steps, {} ticks to the byte", one.last().number);
}

/// Late ticks are what a busy machine has; but the least late of them says whether lateness adds up.
Finding cadence(Probe& probe) {
  constexpr int kHz = 120;
  constexpr std::uint64_t kTicks = 100;
  constexpr std::uint64_t kLast = 30;
  const Instant began = SteadyClock{}.now();
  Player player(probe, kHz);
  Nanoseconds least_late = Nanoseconds::max();
  while (player.last().number < kTicks) {
    if (auto problem = player.wait_for_tick()) return failed("{}", *problem);
    if (player.last().number > kTicks - kLast)
      least_late = std::min(least_late, player.late_by(player.last()));
  }
  const auto lasted = SteadyClock{}.now() - began;
  const auto claimed = Nanoseconds(player.last().age_ns);
  if (claimed > lasted || claimed + milliseconds(500) < lasted)
    return failed("{} ticks took {}, but the last says {}", kTicks, human(lasted), human(claimed));
  const auto figure = fmt::format("of the last {} of {} ticks at {} Hz the least late was {:.2f} ms late",
                                  kLast, kTicks, kHz, to_milliseconds(least_late));
  return least_late < milliseconds(5) ? passed("{}", figure) : failed("{}: the game drifts", figure);
}

Finding refused(Probe& probe) {
  auto connection = probe.connect();
  for (const char* query :
       {"", "?hz=", "?hz=0", "?hz=121", "?hz=-1", "?hz=1.5", "?hz=x", "?hz=1&hz=1", "?hz=30"}) {
    const auto response = connection.get(fmt::format("/ws/game{}", query));
    if (auto problem = wrong_answer(response, 400, "Bad Request")) return failed("{}", *problem);
  }
  if (const auto heard = probe.websocket("/ws/game?hz=0").receive(); heard.kind != Heard::Kind::kFailure)
    return failed("an upgrade of /ws/game?hz=0: {}", in_words(heard));
  const std::string wrong[] = {"x",
                               "null",
                               R"({"dx":1})",
                               R"({"dx":0,"dy":1})",
                               R"({"dx":1,"dy":2})",
                               R"({"dx":"1","dy":1})",
                               R"({"dx":true,"dy":1})",
                               R"({"dx":1.5,"dy":1})"};
  for (const auto& text : wrong) {
    auto client = probe.websocket("/ws/game?hz=1");
    client.send(frame(Opcode::kText, text));
    Heard heard = client.receive();
    while (heard.kind == Heard::Kind::kText) heard = client.receive();
    if (!heard.is_close(contract::kPolicyViolation))
      return failed("{}: got {}, expected close 1008", text, in_words(heard));
  }
  return passed("a bad hz answered 400, {} that are no step with close 1008", std::size(wrong));
}

}  // namespace

std::vector<Rule> websocket_game_rules() {
  return {{"ws-game-golden", {"/ws/game"}, golden},
          {"ws-game-cadence", {"/ws/game"}, cadence},
          {"ws-game-refuses", {"/ws/game"}, refused}};
}

}  // namespace harness::verify
