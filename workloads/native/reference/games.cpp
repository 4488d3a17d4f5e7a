#include "workloads/native/reference/games.hpp"

#include <chrono>

#include "workloads/native/reference/contract_websocket.hpp"
#include <boost/asio/steady_timer.hpp>

namespace harness::reference {
namespace {

using Clock = std::chrono::steady_clock;

class Game : public Gathering, public std::enable_shared_from_this<Game> {
 public:
  Game(int hz, boost::asio::io_context::executor_type executor) : hz_(hz), timer_(executor) {}

  void begin() { wait(); }

  std::uint64_t enter(Member& member) override {
    const std::uint64_t number = Gathering::enter(member);
    players_.emplace(number, contract::Place{});
    return number;
  }

  void leave(std::uint64_t number) override {
    Gathering::leave(number);
    players_.erase(number);
  }

  bool hear(std::uint64_t from, std::string_view text) override {
    const auto step = contract::read_game_step(text);
    if (!step) return false;
    contract::Place& place = players_[from];
    place.x += step->x;
    place.y += step->y;
    return true;
  }

 private:
  void wait() {
    ++tick_;
    timer_.expires_at(began_ + std::chrono::nanoseconds(contract::game_tick_due_ns(tick_, hz_)));
    timer_.async_wait([game = weak_from_this()](const boost::system::error_code& code) {
      if (const auto self = game.lock(); self && !code) self->tick();
    });
  }

  void tick() {
    const auto age = std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - began_);
    deliver_to_all(contract::game_tick(tick_, age.count(), players_));
    wait();
  }

  const int hz_;
  const Clock::time_point began_ = Clock::now();
  std::uint64_t tick_ = 0;
  std::map<std::uint64_t, contract::Place> players_;
  boost::asio::steady_timer timer_;
};

}  // namespace

std::shared_ptr<Gathering> Games::at(int hz, boost::asio::io_context::executor_type executor) {
  if (auto game = games_[hz].lock()) return game;
  auto game = std::make_shared<Game>(hz, executor);
  game->begin();
  games_[hz] = game;
  return game;
}

}  // namespace harness::reference
