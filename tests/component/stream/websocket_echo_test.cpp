// The WebSocket client against servers that do exactly one thing wrong: it must see exactly that.
#include <atomic>
#include <thread>

#include "../load/scripted_server.hpp"
#include "websocket_server.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/stream/websocket_load.hpp"

namespace harness::stream {
namespace {

using test::WebSocketPeer;
using test::WebSocketServer;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

constexpr int kConnections = 4;

/// 200 messages inside the window, 20 before it: message k goes to connection k mod 4.
WebSocketPlan open_plan(std::uint16_t port) {
  WebSocketPlan plan;
  plan.port = port;
  plan.connections = kConnections;
  plan.schedule = load::ScheduleSpec{.rate = {400}};
  plan.lead_in = milliseconds(50);
  plan.duration = milliseconds(500);
  plan.timeout = seconds(5);
  plan.drain = seconds(5);
  return plan;
}

WebSocketPlan closed_plan(std::uint16_t port) {
  WebSocketPlan plan = open_plan(port);
  plan.schedule.reset();
  plan.duration = milliseconds(200);
  return plan;
}

void echo(WebSocketPeer& peer, const std::string& text, int) {
  peer.send(text);
}

/// Message 30 of connection 2 is k = 122, due at 305 ms: inside the window.
bool is_the_one(const WebSocketPeer& peer, int nth) {
  return peer.number() == 2 && nth == 30;
}

void expect_nothing_wrong_but(const WebSocketResult& result, MessageCounts wrong) {
  wrong.sent = result.counts.sent;
  wrong.in_flight_at_end = result.counts.in_flight_at_end;  // of the lead-out
  wrong.answered = result.counts.sent - wrong.lost - wrong.cut_off - wrong.in_flight_at_end;
  EXPECT_EQ(result.counts, wrong) << result.first_problem;
  EXPECT_TRUE(result.ledger.balances());
  EXPECT_EQ(result.ledger.scheduled, 200U);
  EXPECT_EQ(result.service.count(), result.ledger.answered);
}

TEST(WebSocketEcho, AnHonestServerHasNothingWrongInAnOpenLoop) {
  WebSocketServer server(echo);
  const auto result = run(open_plan(server.port()));
  ASSERT_TRUE(result) << result.error().message;
  expect_nothing_wrong_but(*result, {});
  EXPECT_EQ(result->ledger.answered, 200U);
  EXPECT_EQ(result->counts.sent, server.messages());
  EXPECT_GT(result->bytes_out, 0U);  // by when they were sent: on a busy machine some are after the window
  EXPECT_EQ(result->bytes_out % 64, 0U);
  EXPECT_EQ(result->open_loop->response.count(), 200U);
  EXPECT_EQ(result->open_loop->lateness.count(), 200U);
  EXPECT_EQ(result->handshakes.established, 4U);
  EXPECT_EQ(result->handshake.count(), 4U);
  EXPECT_EQ(result->connect.count(), 4U);
  EXPECT_TRUE(result->handshakes.balances());
  EXPECT_EQ(result->endings.closed_by_us, 4U);
  EXPECT_EQ(result->endings.all(), 4U);
  EXPECT_EQ(result->first_problem, "");
  EXPECT_GT(result->client_cpu, Nanoseconds(0));
}

TEST(WebSocketEcho, AClosedLoopHasOneMessageInFlightOnEachConnection) {
  WebSocketServer server(echo);
  const auto result = run(closed_plan(server.port()));
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_TRUE(result->ledger.balances());
  EXPECT_GT(result->ledger.answered, 100U);
  EXPECT_EQ(result->ledger.failed(), 0U);
  EXPECT_EQ(result->counts.answered + result->counts.in_flight_at_end, result->counts.sent);
  EXPECT_LE(result->counts.in_flight_at_end, 4U);
  EXPECT_EQ(result->counts.sent, server.messages());
  EXPECT_FALSE(result->open_loop);
  EXPECT_GT(result->throughput, 0);
}

TEST(WebSocketEcho, AMessageThatIsDroppedIsLostAndTheLoopGoesOn) {
  WebSocketServer server([](WebSocketPeer& peer, const std::string& text, int nth) {
    if (peer.number() != 1 || nth % 2 == 0) peer.send(text);
  });
  WebSocketPlan plan = closed_plan(server.port());
  plan.timeout = milliseconds(500);
  plan.duration = milliseconds(1200);
  const auto result = run(plan);
  ASSERT_TRUE(result);
  // On connection 1 every second message costs a timeout; the window has room for two, and an edge.
  EXPECT_GE(result->ledger.lost, 1U);
  EXPECT_LE(result->ledger.lost, 3U);
  EXPECT_TRUE(result->ledger.balances());
  EXPECT_GE(*result->failures->min(), milliseconds(500));
  EXPECT_EQ(result->counts.duplicated + result->counts.reordered + result->counts.strangers, 0U);
  EXPECT_THAT(result->first_problem, HasSubstr("of connection 1: no answer within 500 ms"));
}

TEST(WebSocketEcho, SeesTheOneMessageThatIsDropped) {
  WebSocketServer server([](WebSocketPeer& peer, const std::string& text, int nth) {
    if (!is_the_one(peer, nth)) peer.send(text);
  });
  WebSocketPlan plan = open_plan(server.port());
  plan.timeout = seconds(2);
  const auto result = run(plan);
  ASSERT_TRUE(result);
  expect_nothing_wrong_but(*result, {.lost = 1});
  EXPECT_EQ(result->ledger.lost, 1U);
  EXPECT_EQ(result->ledger.answered, 199U);
  EXPECT_EQ(result->first_problem, "message 30 of connection 2: no answer within 2 s");
}

TEST(WebSocketEcho, SeesTheOneMessageThatIsAnsweredTwice) {
  WebSocketServer server([](WebSocketPeer& peer, const std::string& text, int nth) {
    peer.send(text);
    if (is_the_one(peer, nth)) peer.send(text);
  });
  const auto result = run(open_plan(server.port()));
  ASSERT_TRUE(result);
  expect_nothing_wrong_but(*result, {.duplicated = 1});
  EXPECT_EQ(result->ledger.answered, 200U);
  EXPECT_EQ(result->first_problem, "message 30 of connection 2 came twice");
}

TEST(WebSocketEcho, SeesTheOneMessageThatIsOvertaken) {
  std::string held;
  WebSocketServer server([&](WebSocketPeer& peer, const std::string& text, int nth) {
    if (is_the_one(peer, nth)) {
      held = text;
      return;
    }
    peer.send(text);
    if (is_the_one(peer, nth - 1)) peer.send(held);
  });
  const auto result = run(open_plan(server.port()));
  ASSERT_TRUE(result);
  expect_nothing_wrong_but(*result, {.reordered = 1});
  EXPECT_EQ(result->ledger.answered, 200U);
}

TEST(WebSocketEcho, SeesAnIdThatNobodySentAndAnotherConnectionsMessage) {
  WebSocketServer server([](WebSocketPeer& peer, const std::string& text, int nth) {
    peer.send(text);
    if (!is_the_one(peer, nth)) return;
    peer.send(R"({"c":2,"s":999999,"ts":0,"p":""})");
    peer.send(R"({"c":3,"s":1,"ts":0,"p":""})");
    peer.send("not an echo");
  });
  const auto result = run(open_plan(server.port()));
  ASSERT_TRUE(result);
  expect_nothing_wrong_but(*result, {.strangers = 2});
  EXPECT_EQ(result->unreadable, 1U);
  EXPECT_EQ(result->ledger.answered, 200U);
}

TEST(WebSocketEcho, SeesAMessageThatComesBackChangedOrAsBinary) {
  WebSocketServer server([](WebSocketPeer& peer, const std::string& text, int nth) {
    std::string changed = text;
    changed[changed.size() - 3] = 'X';
    if (is_the_one(peer, nth)) return peer.send(changed);
    if (is_the_one(peer, nth - 1)) return peer.send_binary(text);
    peer.send(text);
  });
  const auto result = run(open_plan(server.port()));
  ASSERT_TRUE(result);
  EXPECT_EQ(result->ledger.wrong_answer, 2U);
  EXPECT_EQ(result->ledger.answered, 198U);
  EXPECT_TRUE(result->ledger.balances());
  EXPECT_EQ(result->first_problem, "message 30 of connection 2 came back changed");
}

/// Connection 2 is closed instead of answering its 30th message, which is cut off with any behind it.
TEST(WebSocketEcho, SeesACloseInTheMiddleAndItsCode) {
  WebSocketServer server([](WebSocketPeer& peer, const std::string& text, int nth) {
    is_the_one(peer, nth) ? peer.close(1011) : peer.send(text);
  });
  const auto result = run(open_plan(server.port()));
  ASSERT_TRUE(result);
  EXPECT_THAT(result->endings.closed_by_peer, ElementsAre(Pair(1011, 1)));
  EXPECT_EQ(result->endings.closed_by_us, 3U);
  EXPECT_EQ(result->endings.all(), 4U);
  // Of the 50 messages of connection 2 in the window, k = 22, 26, … 218, those from k = 122 on are not
  // answered.
  EXPECT_EQ(result->ledger.answered, 150U + 25U);
  EXPECT_EQ(result->ledger.cut_off + result->ledger.send_failed + result->ledger.never_sent, 25U);
  EXPECT_GE(result->ledger.cut_off, 1U);
  EXPECT_TRUE(result->ledger.balances());
  EXPECT_THAT(result->first_problem, HasSubstr("closed with 1011"));
}

TEST(WebSocketEcho, TellsAConnectionThatVanishesFromOneThatBreaksTheProtocol) {
  WebSocketServer server([](WebSocketPeer& peer, const std::string& text, int nth) {
    if (nth == 3 && peer.number() == 0) return peer.drop();
    // FIN and reserved opcode 3.
    if (nth == 3 && peer.number() == 1) return peer.send_raw(std::string("\x83\x00", 2));
    peer.send(text);
  });
  const auto result = run(open_plan(server.port()));
  ASSERT_TRUE(result);
  EXPECT_EQ(result->endings.without_close_frame, 1U);
  EXPECT_EQ(result->endings.protocol_error, 1U);
  EXPECT_EQ(result->endings.closed_by_us, 2U);
  EXPECT_EQ(result->ledger.answered, 100U);
  EXPECT_TRUE(result->ledger.balances());
}

TEST(WebSocketEcho, PutsFragmentsTogether) {
  WebSocketServer server(
      [](WebSocketPeer& peer, const std::string& text, int) { peer.send_in_frames(text, 7); });
  const auto result = run(open_plan(server.port()));
  ASSERT_TRUE(result);
  expect_nothing_wrong_but(*result, {});
  EXPECT_EQ(result->ledger.answered, 200U);
}

/// The server stands still from the 100th message on, due at 250 ms: what is due meanwhile waits there, and
/// the first of it for all of the 200 ms.
TEST(WebSocketEcho, AFreezeIsInTheResponseTimeOfEverythingThatWasDueMeanwhile) {
  std::atomic<int> seen = 0;
  WebSocketServer server([&](WebSocketPeer& peer, const std::string& text, int) {
    if (++seen == 100) std::this_thread::sleep_for(milliseconds(200));
    peer.send(text);
  });
  const auto result = run(open_plan(server.port()));
  ASSERT_TRUE(result);
  expect_nothing_wrong_but(*result, {});
  // 80 of the 200 messages are due in the freeze, and half of them wait for 100 ms or more: 20 %.
  EXPECT_GE(*result->open_loop->response.max(), milliseconds(200));
  EXPECT_GE(*result->open_loop->response.quantile(0.82), milliseconds(95));
  EXPECT_GE(*result->open_loop->response.quantile(0.65), milliseconds(15));
}

TEST(WebSocketEcho, NamesTheStatusWhenEveryUpgradeIsRefused) {
  test::ScriptedServer server([](const test::Peer& peer, int) {
    peer.send("HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnope");
    return true;
  });
  WebSocketPlan plan = open_plan(server.port());
  plan.connect_patience = seconds(60);
  const SteadyClock clock;
  const Instant begun = clock.now();
  const auto result = run(plan);
  EXPECT_LT(clock.now() - begun, seconds(30));  // a refusal is not waited for
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kEnvironment);
  EXPECT_THAT(result.error().message, HasSubstr("/ws/echo"));
  EXPECT_THAT(result.error().message, HasSubstr("status 404 instead of 101"));
}

TEST(WebSocketEcho, GivesUpAHandshakeThatIsNeverAnswered) {
  test::ScriptedServer server([](const test::Peer&, int) { return true; });
  WebSocketPlan plan = open_plan(server.port());
  plan.connect_patience = milliseconds(100);
  const SteadyClock clock;
  const Instant begun = clock.now();
  const auto result = run(plan);
  EXPECT_GE(clock.now() - begun, milliseconds(100));
  EXPECT_LT(clock.now() - begun, seconds(20));
  ASSERT_FALSE(result);
  EXPECT_THAT(result.error().message, HasSubstr("no answer to the upgrade"));
}

TEST(WebSocketEcho, NamesAServerThatIsNotThere) {
  WebSocketPlan plan = open_plan(1);
  const auto result = run(plan);
  ASSERT_FALSE(result);
  EXPECT_THAT(result.error().message, HasSubstr("cannot connect: Connection refused"));
}

class StopSoon : public load::Observer {
 public:
  void window_opened() override { opened = true; }
  void drained() override { over = true; }
  bool stop_requested() override { return opened; }
  std::atomic<bool> opened = false;
  bool over = false;
};

TEST(WebSocketEcho, StopsWhenAskedToAndSaysSo) {
  WebSocketServer server(echo);
  WebSocketPlan plan = open_plan(server.port());
  plan.duration = seconds(100);
  StopSoon observer;
  const auto result = run(plan, observer);
  ASSERT_TRUE(result);
  EXPECT_TRUE(result->interrupted);
  EXPECT_TRUE(observer.over);
  EXPECT_TRUE(result->ledger.balances());
  EXPECT_LT(result->ledger.scheduled, 20'000U);
  EXPECT_EQ(result->endings.closed_by_us, 4U);
}

/// Keeps what it was told last, as a status line would.
class Follower : public load::Observer {
 public:
  void progress(const load::Progress& so_far) override { last = so_far; }
  void window_closed() override { closed = true; }
  load::Progress last;
  bool closed = false;
};

TEST(WebSocketEcho, TellsHowFarItIsWhileItGoesOn) {
  WebSocketServer server(echo);
  WebSocketPlan plan = open_plan(server.port());
  plan.duration = milliseconds(500);
  Follower observer;
  const auto result = run(plan, observer);
  ASSERT_TRUE(result);
  EXPECT_TRUE(observer.closed);
  EXPECT_GT(observer.last.answered, 0U);
  EXPECT_LE(observer.last.answered, result->ledger.answered);
  EXPECT_EQ(observer.last.failed, 0U);
}

class StopAtOnce : public load::Observer {
 public:
  bool stop_requested() override { return true; }
};

TEST(WebSocketEcho, StopsWhileAHandshakeIsStillUnanswered) {
  test::ScriptedServer server([](const test::Peer&, int) { return true; });
  WebSocketPlan plan = open_plan(server.port());
  plan.connect_patience = seconds(60);
  const SteadyClock clock;
  const Instant begun = clock.now();
  StopAtOnce observer;
  const auto result = run(plan, observer);
  EXPECT_LT(clock.now() - begun, seconds(30));
  ASSERT_TRUE(result);
  EXPECT_TRUE(result->interrupted);
  EXPECT_EQ(result->handshakes.established, 0U);
}

/// It answers nothing, neither messages nor the close: the client ends by its own clock.
TEST(WebSocketEcho, NeverWaitsLongerThanItsTimeouts) {
  test::ScriptedServer silent([](const test::Peer& peer, int) {
    // The accept value is that of the key below, which Beast never sends: so the upgrade is broken, not
    // refused.
    peer.send(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n");
    return true;
  });
  const auto broken = run(open_plan(silent.port()));
  ASSERT_FALSE(broken);
  EXPECT_THAT(broken.error().message, HasSubstr("the upgrade failed"));

  WebSocketServer frozen([](WebSocketPeer& peer, const std::string&, int nth) {
    if (nth == 5 && peer.number() == 0) std::this_thread::sleep_for(milliseconds(1500));
  });
  WebSocketPlan plan = open_plan(frozen.port());
  plan.timeout = milliseconds(100);
  plan.duration = milliseconds(300);
  const auto result = run(plan);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->ledger.scheduled, 120U);
  EXPECT_EQ(result->ledger.lost + result->ledger.in_flight_at_end, 120U);
  EXPECT_EQ(result->ledger.answered, 0U);
  EXPECT_EQ(result->endings.close_unanswered, 4U);
}

}  // namespace
}  // namespace harness::stream
