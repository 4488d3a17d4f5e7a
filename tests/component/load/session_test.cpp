#include "harness/load/session.hpp"

#include <atomic>
#include <chrono>
#include <thread>

#include "scripted_server.hpp"
#include <gtest/gtest.h>

namespace harness::load {
namespace {

using test::ok_response;
using test::Peer;
using test::ScriptedServer;

constexpr Nanoseconds kLeadIn = milliseconds(5);
constexpr Nanoseconds kWindow = milliseconds(40);

LoadPlan plan_for(const ScriptedServer& server) {
  LoadPlan plan;
  plan.port = server.port();
  plan.asks[0].request.host = "127.0.0.1";
  plan.connections = 4;
  plan.lead_in = kLeadIn;
  plan.duration = kWindow;
  plan.lead_in_limit = milliseconds(200);
  plan.drain = milliseconds(100);
  return plan;
}

bool answer(const Peer& peer, int) {
  peer.send(ok_response("Hello, World!"));
  return true;
}

TEST(Session, CountsItsTurnsAsOneWindowOverTheSameConnections) {
  ScriptedServer server([](const Peer& peer, int number) {
    std::this_thread::sleep_for(milliseconds(4));
    return answer(peer, number);
  });
  auto session = Session::open(plan_for(server));
  ASSERT_TRUE(session) << session.error().message;
  Observer nobody;
  for (int turn = 0; turn < 5; ++turn) ASSERT_TRUE(session->turn(nobody));
  const LoadResult result = session->finish();
  EXPECT_EQ(result.window, 5 * kWindow);
  EXPECT_TRUE(result.ledger.balances());
  EXPECT_EQ(result.ledger.failed(), 0U);
  EXPECT_EQ(result.ledger.in_flight_at_end, 0U);
  EXPECT_EQ(result.service.count(), result.ledger.ok);
  EXPECT_NEAR(result.throughput_rps, static_cast<double>(result.ledger.ok) / to_seconds(result.window),
              0.5 * result.throughput_rps);  // two edges a turn
  EXPECT_NEAR(*result.little_ratio(4), 1, 0.2);
  EXPECT_EQ(result.new_connections, 0U);
  EXPECT_EQ(server.connections(), 4);
  EXPECT_EQ(result.sent_in_all, static_cast<std::uint64_t>(server.requests()));
  EXPECT_GE(result.lead_in, kLeadIn);
  EXPECT_GT(result.client_busy_share, 0);
  EXPECT_LE(result.client_busy_share, 1.05);
}

TEST(Session, RestsBetweenTurns) {
  ScriptedServer server(answer);
  auto session = Session::open(plan_for(server));
  ASSERT_TRUE(session);
  Observer nobody;
  ASSERT_TRUE(session->turn(nobody));
  const int asked = server.requests();
  std::this_thread::sleep_for(milliseconds(50));
  EXPECT_EQ(server.requests(), asked);
  ASSERT_TRUE(session->turn(nobody));
  EXPECT_GT(server.requests(), asked);
}

// Two servers that take turns: what the one does in its turn is not in the other's figures.
TEST(Session, OfTwoServersEachMeetsItsOwnTurnsOnly) {
  std::atomic<bool> fast_is_asked = false;
  std::atomic<int> disturbed = 0;
  ScriptedServer fast([&](const Peer& peer, int number) {
    disturbed += fast_is_asked ? 0 : 1;
    return answer(peer, number);
  });
  ScriptedServer slow([&](const Peer& peer, int number) {
    disturbed += fast_is_asked ? 1 : 0;
    std::this_thread::sleep_for(milliseconds(10));
    return answer(peer, number);
  });
  auto of_fast = Session::open(plan_for(fast));
  auto of_slow = Session::open(plan_for(slow));
  ASSERT_TRUE(of_fast && of_slow);
  Observer nobody;
  for (int turn = 0; turn < 4; ++turn) {
    fast_is_asked = true;
    ASSERT_TRUE(of_fast->turn(nobody));
    fast_is_asked = false;
    ASSERT_TRUE(of_slow->turn(nobody));
  }
  EXPECT_EQ(disturbed, 0);
  EXPECT_LT(*of_fast->finish().service.quantile(0.5), milliseconds(10));
  EXPECT_GE(*of_slow->finish().service.min(), milliseconds(10));
}

TEST(Session, OpensAgainWhatOwedAnAnswerWhenItsTurnEnded) {
  std::atomic<bool> silent = false;
  ScriptedServer server([&](const Peer& peer, int number) { return silent || answer(peer, number); });
  class SilentFromTheWindowOn : public Observer {
   public:
    explicit SilentFromTheWindowOn(std::atomic<bool>& flag) : flag_(flag) {}
    void window_opened() override { flag_ = true; }

   private:
    std::atomic<bool>& flag_;
  };
  LoadPlan plan = plan_for(server);
  plan.duration = milliseconds(200);  // the observer may be late
  auto session = Session::open(plan);
  ASSERT_TRUE(session);
  SilentFromTheWindowOn hush(silent);
  ASSERT_TRUE(session->turn(hush));
  // A request that was sent just before the window and never answered is owed, too, but not in the ledger.
  const std::uint64_t owed = session->finish().ledger.in_flight_at_end;
  EXPECT_GE(owed, 1U);
  const std::uint64_t answered = session->finish().ledger.ok;
  silent = false;
  Observer nobody;
  ASSERT_TRUE(session->turn(nobody));
  const LoadResult result = session->finish();
  EXPECT_TRUE(result.ledger.balances());
  EXPECT_EQ(result.ledger.in_flight_at_end, owed);  // the second turn owes nothing
  EXPECT_GT(result.ledger.ok, answered + 20);
  EXPECT_EQ(result.new_connections, 4U);
}

TEST(Session, RefusesASecondTurnOfWhatIsAboutOneWindow) {
  ScriptedServer server(answer);
  LoadPlan plan = plan_for(server);
  plan.interval = milliseconds(10);
  auto session = Session::open(plan);
  ASSERT_TRUE(session);
  Observer nobody;
  ASSERT_TRUE(session->turn(nobody));
  const auto again = session->turn(nobody);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::kUsage);
}

}  // namespace
}  // namespace harness::load
