// The game client without sockets, against games that do one thing wrong.
#include "harness/stream/websocket_game.hpp"

#include <functional>
#include <string>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::stream {
namespace {

using testing::HasSubstr;

constexpr Nanoseconds kPeriod = milliseconds(50);

std::string tick(int number, Nanoseconds age, const std::string& places) {
  return fmt::format(R"({{"k":{},"t":{},"p":[{}]}})", number, age.count(), places);
}

/// Two players at 20 Hz; the game began at 10 ms of the load, a tick takes 1 ms to player 0 and 3 ms to
/// player 1. So player 0 believes that it began at 11 ms: ticks 20 to 39 are due in the window from 1 s to 2
/// s.
class WebSocketGameTest : public testing::Test {
 protected:
  static constexpr int kFirst = 20;
  static constexpr int kLast = 39;

  WebSocketGameTest() {
    plan_.conversation = Conversation::kGame;
    plan_.target = "/ws/game?hz=20";
    plan_.connections = 2;
    plan_.schedule = load::ScheduleSpec{};
    game_.emplace(plan_);
    game_->start(Instant{}, {Instant{seconds(1)}, Instant{seconds(2)}, Instant{seconds(5)}});
  }

  static Instant made(int number, Nanoseconds late = Nanoseconds(0)) {
    return Instant{milliseconds(10) + number * kPeriod + late};
  }
  void tell(std::uint32_t player, const std::string& text, Instant made) {
    game_->received(player, text, true, made + (player == 0 ? milliseconds(1) : milliseconds(3)));
  }
  /// Both are told, as it must be.
  void honest(int number, Nanoseconds late = Nanoseconds(0)) {
    const std::string text = tick(number, number * kPeriod + late, places_);
    for (const std::uint32_t player : {0U, 1U}) tell(player, text, made(number, late));
  }
  /// All of the lead-in and of the window, but one.
  void play(
      int exception = 0, const std::function<void()>& instead = [] {}) {
    for (int number = 1; number <= kLast + 1; ++number) number == exception ? instead() : honest(number);
  }
  void step(std::uint32_t player, Instant at) {
    std::string text;
    game_->due(player, at);
    ASSERT_TRUE(game_->next(player, text, at));
  }
  WebSocketResult result() {
    game_->close_books();
    WebSocketResult result;
    result.open_loop = game_->recorder().open_loop();
    game_->fill(result);
    result.ledger = game_->recorder().ledger();
    result.first_problem = game_->recorder().first_problem();
    return result;
  }

  WebSocketPlan plan_;
  std::optional<WebSocketGame> game_;
  std::string places_ = "[1,0,0],[2,0,0]";
};

TEST_F(WebSocketGameTest, AnHonestGameReachesEverybodyInOrderAndInTime) {
  play();
  EXPECT_TRUE(game_->settled());
  const WebSocketResult seen = result();
  EXPECT_EQ(seen.ledger, (MessageLedger{.scheduled = 40, .answered = 40})) << seen.first_problem;
  EXPECT_EQ(seen.fan_out->messages_sent, 20U);
  EXPECT_EQ(seen.fan_out->messages_complete, 20U);
  EXPECT_TRUE(seen.fan_out->counts.equal_order());
  EXPECT_EQ(seen.game->hz, 20);
  EXPECT_EQ(seen.first_problem, "");
  EXPECT_EQ(seen.open_loop->response.count(), 40U);
  EXPECT_NEAR(to_milliseconds(*seen.open_loop->response.max()), 2, 0.1);
  EXPECT_NEAR(to_milliseconds(*seen.fan_out->slowest.quantile(0.5)), 2, 0.1);
  EXPECT_NEAR(to_milliseconds(*seen.fan_out->skew.max()), 2, 0.1);
}

TEST_F(WebSocketGameTest, ATickThatIsMadeLateIsLateForEverybody) {
  play(30, [&] { honest(30, milliseconds(20)); });
  const WebSocketResult seen = result();
  EXPECT_NEAR(to_milliseconds(*seen.open_loop->response.max()), 22, 0.5);
  EXPECT_EQ(seen.ledger, (MessageLedger{.scheduled = 40, .answered = 40}));
}

/// All ticks of the lead-in took 9 ms longer than those of the window: it has begun at 11 ms all the same.
TEST_F(WebSocketGameTest, ALeadInInWhichEverythingCameLateChangesNoTimeOfTheWindow) {
  for (int number = 1; number <= kLast + 1; ++number) {
    const Nanoseconds longer = number < kFirst ? milliseconds(9) : milliseconds(0);
    for (const std::uint32_t player : {0U, 1U})
      tell(player, tick(number, number * kPeriod, places_), made(number) + longer);
  }
  const WebSocketResult seen = result();
  EXPECT_EQ(seen.ledger, (MessageLedger{.scheduled = 40, .answered = 40})) << seen.first_problem;
  EXPECT_EQ(seen.fan_out->counts.strangers, 0U);
  EXPECT_NEAR(to_milliseconds(*seen.open_loop->response.max()), 2, 0.1);
  EXPECT_NEAR(to_milliseconds(*seen.open_loop->response.min()), 0, 0.1);
}

TEST_F(WebSocketGameTest, ATickThatIsLeftOutIsLostForEverybody) {
  play(30);
  EXPECT_FALSE(game_->settled());
  game_->expire(made(30) + milliseconds(1) + plan_.timeout);
  EXPECT_TRUE(game_->settled());
  const WebSocketResult seen = result();
  EXPECT_EQ(seen.ledger, (MessageLedger{.scheduled = 40, .answered = 38, .lost = 2}));
  EXPECT_EQ(seen.fan_out->counts.order_gaps, 2U);
  EXPECT_EQ(seen.first_problem, "tick 30: 2 of 2 players did not get it within 10 s");
}

TEST_F(WebSocketGameTest, ATickThatComesTwiceOrBeforeItIsDueIsSeen) {
  play(30, [&] {
    honest(30);
    tell(1, tick(30, 30 * kPeriod, places_), made(30));
    tell(1, tick(32, 30 * kPeriod, places_), made(30));
  });
  const WebSocketResult seen = result();
  EXPECT_EQ(seen.ledger, (MessageLedger{.scheduled = 40, .answered = 40}));
  EXPECT_EQ(seen.fan_out->counts.duplicated, 1U);
  EXPECT_EQ(seen.fan_out->counts.strangers, 1U);
}

TEST_F(WebSocketGameTest, ATickThatSaysItWasMadeBeforeItWasDueIsWrong) {
  play(30, [&] {
    const std::string text = tick(30, 30 * kPeriod - milliseconds(1), places_);
    for (const std::uint32_t player : {0U, 1U}) tell(player, text, made(30));
  });
  const WebSocketResult seen = result();
  EXPECT_EQ(seen.ledger, (MessageLedger{.scheduled = 40, .answered = 38, .wrong_answer = 2}));
  EXPECT_EQ(seen.game->early, 1U);
  EXPECT_THAT(seen.first_problem, HasSubstr("before it was due"));
}

TEST_F(WebSocketGameTest, OnePlayerThatIsToldSomethingElseIsSeen) {
  play(30, [&] {
    tell(0, tick(30, 30 * kPeriod, places_), made(30));
    tell(1, tick(30, 30 * kPeriod, "[1,0,0],[2,1,1]"), made(30));
  });
  const WebSocketResult seen = result();
  EXPECT_EQ(seen.ledger, (MessageLedger{.scheduled = 40, .answered = 39, .wrong_answer = 1}));
  EXPECT_EQ(seen.first_problem, "player 1 was told something else at tick 30");
}

/// Player 0 steps up first, player 1 down: (1, 1), (2, 0) … and (1, -1), (2, 0) …
TEST_F(WebSocketGameTest, PlacesMustBeTheSumsOfTheSteps) {
  play(30, [&] {
    step(0, made(29, milliseconds(30)));
    step(1, made(29, milliseconds(30)));
    step(1, made(29, milliseconds(40)));
    places_ = "[1,1,1],[2,2,0]";
    honest(30);
  });
  const WebSocketResult seen = result();
  EXPECT_EQ(seen.ledger, (MessageLedger{.scheduled = 40, .answered = 40})) << seen.first_problem;
  EXPECT_EQ(seen.game->steps_due, 3U);
  EXPECT_EQ(seen.game->steps_seen, 3U);
  EXPECT_NEAR(to_milliseconds(*seen.game->step_seen.max()), 21, 0.5);
}

TEST_F(WebSocketGameTest, PlacesNobodySteppedToAreWrongAndStepsThatNeverShowAreMissed) {
  step(0, made(25));
  for (const char* wrong : {"[1,1,1],[2,1,-1]", "[1,1,-1],[2,0,0]", "[1,0,0]", "[2,0,0],[1,0,0]", "x"}) {
    places_ = wrong;
    WebSocketGame fresh(plan_);
    fresh.start(Instant{}, {Instant{seconds(1)}, Instant{seconds(2)}, Instant{seconds(5)}});
    fresh.received(0, tick(1, kPeriod, "[1,0,0],[2,0,0]"), true, made(1));
    fresh.received(0, tick(25, 25 * kPeriod, places_), true, made(25));
    EXPECT_EQ(fresh.recorder().ledger().wrong_answer, 1U) << wrong;
  }
  places_ = "[1,0,0],[2,0,0]";
  play();
  EXPECT_FALSE(game_->settled());
  const WebSocketResult seen = result();
  EXPECT_EQ(seen.game->steps_due - seen.game->steps_seen, 1U);
  EXPECT_EQ(seen.first_problem, "1 of 1 steps were never seen");
}

TEST_F(WebSocketGameTest, AGameThatNeverTicksHasLostAllTicks) {
  game_->expire(Instant{milliseconds(1500)});
  game_->expire(Instant{milliseconds(2500)});
  game_->expire(Instant{seconds(20)});
  EXPECT_EQ(result().ledger, (MessageLedger{.scheduled = 40, .lost = 40}));
}

TEST_F(WebSocketGameTest, APlayerThatLeavesIsCutOff) {
  for (int number = 1; number < 30; ++number) honest(number);
  game_->expire(made(30) + milliseconds(2));
  game_->ended(1, false, made(30) + milliseconds(2));
  for (int number = 30; number <= kLast + 1; ++number)
    tell(0, tick(number, number * kPeriod, "[1,0,0]"), made(number));
  EXPECT_EQ(result().ledger, (MessageLedger{.scheduled = 30 + 1, .answered = 30, .cut_off = 1}));
}

/// However it counts: the ticks that are due are those of a timeout at most.
TEST_F(WebSocketGameTest, AServerCannotChooseHowManyTicksAreDue) {
  honest(1);
  tell(0, tick(2, seconds(1'000'000), places_), made(2));
  tell(0, tick(1'000'000'000, Nanoseconds(50'000'000'000'000'000 % (1LL << 53)), places_), made(3));
  tell(0, R"({"k":99999999999999,"t":1,"p":[]})", made(4));
  tell(0, R"({"k":0,"t":1,"p":[]})", made(4));
  game_->expire(Instant{milliseconds(2500)});
  const WebSocketResult seen = result();
  EXPECT_EQ(seen.unreadable, 2U);
  EXPECT_EQ(seen.ledger.scheduled, 40U);
}

}  // namespace
}  // namespace harness::stream
