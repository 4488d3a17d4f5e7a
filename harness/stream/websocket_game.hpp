#pragma once
// Game: a tick is due at fixed times and must reach every player once, in order, the same for all, and say
// where everybody is: the sums of the steps they have sent. What the clients send is steps; the unit of the
// ledger and of the response times is a tick at one player, from when the tick was due. Pure; see
// WebSocketTraffic. Threading: the load thread's.
// Time: nobody tells when the game began. Each tick says how old the game was when it was made, so the game
// began at the latest that long before the tick arrived; the earliest such moment, over all ticks of the
// load, is taken in the end. It is late by the fastest delivery there was (tens of µs on loopback), and by so
// much the response times are too short. A server that lies about ages is the contract's business.
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "harness/stream/game_text.hpp"
#include "harness/stream/message_fanout.hpp"
#include "harness/stream/websocket_plan.hpp"
#include "harness/stream/websocket_traffic.hpp"

namespace harness::stream {

/// `plan.target` names a game: see validate().
class WebSocketGame final : public WebSocketTraffic {
 public:
  explicit WebSocketGame(const WebSocketPlan& plan);

  void due(std::uint32_t connection, Instant intended) override;
  bool next(std::uint32_t connection, std::string& text, Instant at) override;
  void received(std::uint32_t connection, std::string_view payload, bool is_text, Instant at) override;
  void ended(std::uint32_t connection, bool while_writing, Instant at) override;
  void expire(Instant now) override;
  [[nodiscard]] bool idle(std::uint32_t /*connection*/) const override { return false; }
  void close_books() override;
  void fill(WebSocketResult& result) const override;
  /// Every tick of the window has its fate, and every step of it has been seen.
  [[nodiscard]] bool settled() const override;

 private:
  struct Player {
    bool open = true;
    std::deque<Instant> waiting;  ///< steps that are due and not sent
    std::deque<Instant> unseen;   ///< steps sent that no tick has shown: when they were intended
    std::int64_t sent = 0;
    std::int64_t seen = 0;
  };
  struct Told {
    std::string text;  ///< as the first player was told
    bool right = false;
  };

  [[nodiscard]] Instant due_of(std::uint64_t tick) const { return *began_ + age_at(tick); }
  [[nodiscard]] Nanoseconds age_at(std::uint64_t tick) const;
  /// How late these were, now that it is known when the game began.
  [[nodiscard]] stats::Histogram since_due(const std::vector<Instant>& arrivals) const;
  void learn_when_it_began(const TickHead& head, Instant at);
  void admit(Instant until);
  void judge(std::uint32_t connection, const TickHead& head, std::string_view text, bool is_text,
             const FanoutTracker::Message& message, Instant at);
  [[nodiscard]] bool are_right(const TickHead& head, Instant at);
  void see(Player& player, std::int64_t steps, Instant at);
  [[nodiscard]] bool counts(Instant intended) const { return recorder_.window().counts(intended); }

  int hz_;
  Nanoseconds timeout_;
  FanoutTracker tracker_;  ///< of the ticks from base_ on: its id of tick k is k − base_
  std::vector<Player> players_;
  std::map<std::uint64_t, Told> told_;  ///< of the ticks under way
  std::optional<Instant> began_;        ///< as far as is known
  Instant first_guess_;                 ///< of began_
  std::uint64_t base_ = 0;              ///< the first tick that reaches all players
  bool somebody_left_ = false;
  /// Of ticks of the window: when they arrived, less the age at which they were due; at each player, and at
  /// the last one. 8 bytes each.
  std::vector<Instant> arrivals_;
  std::vector<Instant> last_arrivals_;
  std::uint64_t unseen_steps_ = 0;  ///< of the window
  std::uint64_t unreadable_ = 0;
  FanoutResult fan_out_;
  GameResult game_;
};

}  // namespace harness::stream
