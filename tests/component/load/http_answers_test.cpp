// Answers that are right but unusual, and answers that are wrong in ways a client can miss: what the ledger
// must say of each follows from HTTP alone.
#include <thread>

#include "scripted_server.hpp"
#include <gtest/gtest.h>

#include "harness/load/engine.hpp"

namespace harness::load {
namespace {

using test::ok_response;
using test::Peer;
using test::ScriptedServer;

LoadResult load(const ScriptedServer& server, const char* method = "GET",
                Expectation expectation = Expectation::success()) {
  LoadPlan plan;
  plan.port = server.port();
  plan.asks = {Ask{{method, "/plaintext", "127.0.0.1", {}, {}}, std::move(expectation)}};
  plan.connections = 2;
  plan.lead_in = milliseconds(10);
  plan.duration = milliseconds(200);
  plan.timeout = plan.drain = seconds(2);
  auto result = run(plan);
  EXPECT_TRUE(result) << result.error().message;
  EXPECT_TRUE(result->ledger.balances());
  return *std::move(result);
}

void expect_all_ok(const LoadResult& result) {
  EXPECT_GT(result.ledger.ok, 0U);
  EXPECT_EQ(result.ledger.ok, result.ledger.scheduled) << result.first_problem;
  EXPECT_EQ(result.failures_outside_window, 0U) << result.first_problem;
}

TEST(HttpAnswers, SkipTheInterimOnesBeforeTheRealOne) {
  const ScriptedServer server([](const Peer& peer, int) {
    peer.send("HTTP/1.1 100 Continue\r\n\r\n");
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    peer.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + ok_response("Hello, World!"));
    return true;
  });
  expect_all_ok(load(server, "GET", Expectation::exact("Hello, World!")));
}

TEST(HttpAnswers, ToHeadHaveNoBodyWhateverTheirLength) {
  const ScriptedServer server([](const Peer& peer, int) {
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n");
    return true;
  });
  const LoadResult result = load(server, "HEAD");
  expect_all_ok(result);
  EXPECT_EQ(result.new_connections, 0U);
}

TEST(HttpAnswers, OfNotModifiedAndNoContentHaveNoBodyEither) {
  const ScriptedServer server([](const Peer& peer, int number) {
    peer.send(number % 2 == 0 ? "HTTP/1.1 204 No Content\r\n\r\n"
                              : "HTTP/1.1 304 Not Modified\r\nContent-Length: 13\r\n\r\n");
    return true;
  });
  const LoadResult result = load(server);
  EXPECT_GT(result.ledger.ok, 0U);          // 204
  EXPECT_GT(result.ledger.http_error, 0U);  // 304 is no 2xx, and nothing hangs waiting for its 13 bytes
  EXPECT_EQ(result.ledger.ok + result.ledger.http_error, result.ledger.scheduled);
}

TEST(HttpAnswers, MayDripByteByByte) {
  const ScriptedServer server([](const Peer& peer, int) {
    for (const char byte : ok_response("Hello, World!")) {
      peer.send({&byte, 1});
      std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
    return true;
  });
  const LoadResult result = load(server, "GET", Expectation::exact("Hello, World!"));
  expect_all_ok(result);
  // 51 bytes, a fifth of a millisecond each: an answer is complete with its last byte, not with its first.
  EXPECT_GE(*result.service.min(), milliseconds(10));
}

TEST(HttpAnswers, ThatPromiseMoreThanTheyHoldAreResetsInsideTheBody) {
  const ScriptedServer server([](const Peer& peer, int number) {
    if (number < 2) return peer.send(ok_response("Hello, World!")), true;  // the greeting
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\nHello, World!");
    return false;
  });
  const LoadResult result = load(server);
  EXPECT_GT(result.ledger.reset_mid_body, 0U);
  EXPECT_EQ(result.ledger.reset_mid_body, result.ledger.scheduled);
}

TEST(HttpAnswers, ThatHoldMoreThanTheyPromiseAreBad) {
  const ScriptedServer server([](const Peer& peer, int) {
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\nHello, World!");
    return true;
  });
  const LoadResult result = load(server);
  EXPECT_EQ(result.ledger.ok, 0U);
  EXPECT_EQ(result.ledger.bad_response, result.ledger.scheduled);
  EXPECT_EQ(result.first_problem, "more bytes than one answer");
  EXPECT_LT(server.connections(), 200);  // the client backs off: without that, thousands a second
}

TEST(HttpAnswers, MayBeFollowedByAnUnannouncedCloseWithoutHarm) {
  const ScriptedServer server([](const Peer& peer, int) {
    peer.send(ok_response("Hello, World!"));
    std::this_thread::sleep_for(std::chrono::milliseconds(3));
    return false;
  });
  LoadPlan plan;
  plan.port = server.port();
  plan.asks[0].request.host = "127.0.0.1";
  plan.connections = 4;
  plan.schedule = ScheduleSpec{.rate = {100}};  // a connection is idle when its close comes
  plan.duration = milliseconds(500);
  const auto result = run(plan);
  ASSERT_TRUE(result);
  EXPECT_TRUE(result->ledger.balances());
  EXPECT_GE(result->ledger.ok, 45U) << result->first_problem;  // a few may meet the close on its way
  EXPECT_GE(result->new_connections, 40U);
  EXPECT_GE(result->connect.count(), 40U);
}

}  // namespace
}  // namespace harness::load
