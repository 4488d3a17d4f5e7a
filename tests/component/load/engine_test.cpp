#include "harness/load/engine.hpp"

#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>

#include "scripted_server.hpp"
#include <gtest/gtest.h>

namespace harness::load {
namespace {

using test::ok_response;
using test::Peer;
using test::ScriptedServer;

LoadPlan plan_for(const ScriptedServer& server, int connections = 4) {
  LoadPlan plan;
  plan.port = server.port();
  plan.asks[0].request = {
      .method = "GET", .target = "/plaintext", .host = "127.0.0.1", .headers = {}, .body = {}};
  plan.asks[0].expectation = Expectation::exact("Hello, World!");
  plan.connections = connections;
  plan.lead_in = milliseconds(20);
  plan.duration = milliseconds(200);
  plan.timeout = seconds(2);
  plan.drain = seconds(2);
  return plan;
}

bool answer(const Peer& peer, int) {
  peer.send(ok_response("Hello, World!"));
  return true;
}

TEST(Engine, CountsEveryRequestAndTheServerAgrees) {
  ScriptedServer server(answer);
  const auto result = run(plan_for(server));
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_GT(result->ledger.ok, 100U);
  EXPECT_TRUE(result->ledger.balances());
  EXPECT_EQ(result->ledger.failed(), 0U);
  EXPECT_EQ(result->sent_in_all, static_cast<std::uint64_t>(server.requests()));
  EXPECT_GT(result->sent_in_all, result->ledger.scheduled);
  EXPECT_EQ(server.connections(), 4);
  EXPECT_EQ(result->new_connections, 0U);
  EXPECT_EQ(result->connections_without_response, 0U);
  EXPECT_EQ(result->service.count(), result->ledger.ok);
}

TEST(Engine, MeasuresAnExactDelayAndObeysLittlesLaw) {
  ScriptedServer server([](const Peer& peer, int number) {
    std::this_thread::sleep_for(milliseconds(20));
    return answer(peer, number);
  });
  LoadPlan plan = plan_for(server, 8);
  plan.duration = milliseconds(500);
  const auto result = run(plan);
  ASSERT_TRUE(result);
  EXPECT_GE(*result->service.min(), milliseconds(20));
  EXPECT_LT(*result->service.quantile(0.5), milliseconds(30));
  EXPECT_NEAR(*result->little_ratio(8), 1.0, 0.05);
  EXPECT_NEAR(result->mean_in_flight, 8.0, 0.4);
}

TEST(Engine, RecordsATimeoutEvenWhenNoAnswerEverComes) {
  ScriptedServer server([](const Peer&, int) { return true; });
  LoadPlan plan = plan_for(server, 3);
  plan.timeout = milliseconds(50);
  const auto result = run(plan);
  ASSERT_TRUE(result);
  EXPECT_GE(result->ledger.timeout, 3U);
  EXPECT_EQ(result->ledger.ok, 0U);
  EXPECT_TRUE(result->ledger.balances());
  EXPECT_GE(result->new_connections, 3U);
  EXPECT_EQ(result->connections_without_response, 3U);
  EXPECT_EQ(result->first_problem, "no answer within 50 ms");
}

class HangFromTheWindowOn : public Observer {
 public:
  void window_opened() override { hanging = true; }
  std::atomic<bool> hanging = false;
};

TEST(Engine, CensorsWhatIsStillUnansweredWhenTheDrainEnds) {
  HangFromTheWindowOn observer;
  ScriptedServer server(
      [&](const Peer& peer, int number) { return observer.hanging || answer(peer, number); });
  LoadPlan plan = plan_for(server, 3);
  plan.drain = milliseconds(30);
  const auto result = run(plan, observer);
  ASSERT_TRUE(result);
  EXPECT_GE(result->ledger.in_flight_at_end, 1U);
  EXPECT_LE(result->ledger.in_flight_at_end, 3U);
  EXPECT_TRUE(result->ledger.balances());
}

/// Each request waits for all that came before it: a queue of 20 takes 40 ms to build up and to drain.
TEST(Engine, KeepsUpTheLoadUntilEveryCountedRequestIsAnswered) {
  using Time = std::chrono::steady_clock;
  std::mutex mutex;
  Time::time_point free_at;  // first come, first served; a mutex held while sleeping would not be fair
  ScriptedServer server([&](const Peer& peer, int number) {
    std::unique_lock lock(mutex);
    free_at = std::max(free_at, Time::now()) + milliseconds(2);
    const Time::time_point mine = free_at;
    lock.unlock();
    std::this_thread::sleep_until(mine);
    return answer(peer, number);
  });
  LoadPlan plan = plan_for(server, 20);
  plan.duration = milliseconds(100);
  const auto result = run(plan);
  ASSERT_TRUE(result);
  EXPECT_TRUE(result->ledger.balances());
  EXPECT_EQ(result->ledger.in_flight_at_end, 0U);
  // Without the lead-out the last requests would meet an emptying queue, and the mean would be a fifth too
  // low.
  EXPECT_NEAR(*result->little_ratio(20), 1.0, 0.1);
}

TEST(Engine, TellsAResetBeforeTheFirstByteFromOneInsideTheBody) {
  ScriptedServer server([](const Peer& peer, int number) {
    if (number % 3 == 1) {
      peer.reset();
      return false;
    }
    if (number % 3 == 2) {
      peer.send("HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\nHello");
      return false;
    }
    return answer(peer, number);
  });
  const auto result = run(plan_for(server, 1));
  ASSERT_TRUE(result);
  EXPECT_GT(result->ledger.reset_before_byte, 0U);
  EXPECT_GT(result->ledger.reset_mid_body, 0U);
  EXPECT_GT(result->ledger.ok, 0U);
  EXPECT_TRUE(result->ledger.balances());
  EXPECT_GE(result->new_connections, result->ledger.reset_before_byte + result->ledger.reset_mid_body - 1);
}

TEST(Engine, CountsWrongStatusWrongBodyAndMalformedAnswers) {
  ScriptedServer server([](const Peer& peer, int number) {
    switch (number % 5) {
      case 0:
        peer.send("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
        return true;
      case 1:
        peer.send(ok_response("Hello, Wurld!"));
        return true;
      case 2:
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: thirteen\r\n\r\nHello, World!");
        return true;
      case 3:
        peer.send(ok_response("Hello, World!") + "surplus");
        return true;
      default:
        return answer(peer, number);
    }
  });
  const auto result = run(plan_for(server, 1));
  ASSERT_TRUE(result);
  EXPECT_GT(result->ledger.http_error, 0U);
  EXPECT_GT(result->ledger.bad_response, 2 * result->ledger.http_error);
  EXPECT_GT(result->ledger.ok, 0U);
  EXPECT_TRUE(result->ledger.balances());
}

TEST(Engine, ReadsAnAnswerWhereverItIsSplit) {
  const std::string chunked =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nHello,\r\n7\r\n World!\r\n0\r\n\r\n";
  ScriptedServer server([&](const Peer& peer, int number) {
    const auto cut = static_cast<std::size_t>(number) % chunked.size();
    peer.send(chunked.substr(0, cut));
    std::this_thread::sleep_for(microseconds(300));
    peer.send(chunked.substr(cut));
    return true;
  });
  const auto result = run(plan_for(server, 2));
  ASSERT_TRUE(result);
  EXPECT_GT(result->ledger.ok, chunked.size());
  EXPECT_EQ(result->ledger.failed(), 0U) << result->first_problem;
}

TEST(Engine, ReconnectsWhenTheServerSaysClose) {
  ScriptedServer server([](const Peer& peer, int) {
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 13\r\nConnection: close\r\n\r\nHello, World!");
    return false;
  });
  const auto result = run(plan_for(server, 2));
  ASSERT_TRUE(result);
  EXPECT_GT(result->ledger.ok, 10U);
  EXPECT_EQ(result->ledger.failed(), 0U) << result->first_problem;
  EXPECT_GE(result->new_connections + 2, result->ledger.ok);
}

TEST(Engine, TakesABodyDelimitedByClosing) {
  ScriptedServer server([](const Peer& peer, int) {
    peer.send("HTTP/1.1 200 OK\r\n\r\nHello, World!");
    return false;
  });
  const auto result = run(plan_for(server, 2));
  ASSERT_TRUE(result);
  EXPECT_GT(result->ledger.ok, 10U);
  EXPECT_EQ(result->ledger.failed(), 0U) << result->first_problem;
}

TEST(Engine, SharesConnectionsAmongThreadsWithoutLosingTheRemainder) {
  ScriptedServer server(answer);
  LoadPlan plan = plan_for(server, 5);
  plan.threads = 2;
  const auto result = run(plan);
  ASSERT_TRUE(result);
  EXPECT_EQ(server.connections(), 5);
  EXPECT_EQ(result->connections_without_response, 0U);
  EXPECT_TRUE(result->ledger.balances());
}

TEST(Engine, SaysWhoIsNotListening) {
  std::uint16_t port = 0;
  { port = ScriptedServer(answer).port(); }
  LoadPlan plan;
  plan.port = port;
  plan.asks[0].request.host = "127.0.0.1";
  const auto result = run(plan);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kEnvironment);
  EXPECT_NE(result.error().message.find("is a server listening there?"), std::string::npos)
      << result.error().message;
}

class StopAtOnce : public Observer {
 public:
  bool stop_requested() override { return true; }
};

TEST(Engine, StopsWhenAskedAndSaysSo) {
  ScriptedServer server(answer);
  LoadPlan plan = plan_for(server);
  plan.duration = seconds(30);
  StopAtOnce observer;
  const auto result = run(plan, observer);
  ASSERT_TRUE(result);
  EXPECT_TRUE(result->interrupted);
}

class Watcher : public Observer {
 public:
  void window_opened() override { seen += "opened "; }
  void window_closed() override { seen += "closed "; }
  void drained() override { seen += "drained"; }
  std::string seen;
};

TEST(Engine, TellsTheObserverWhenTheWindowOpensAndCloses) {
  ScriptedServer server(answer);
  Watcher watcher;
  ASSERT_TRUE(run(plan_for(server), watcher));
  EXPECT_EQ(watcher.seen, "opened closed drained");
}

TEST(Engine, AsksSeveralThingsInTurnAndChecksEachAnswer) {
  std::atomic<int> wrong = 0;
  ScriptedServer server([&](const Peer& peer, int) {
    const bool first = peer.last_request().starts_with("GET /one ");
    if (!first && !peer.last_request().starts_with("GET /two ")) ++wrong;
    peer.send(ok_response(first ? "1" : "two"));
    return true;
  });
  LoadPlan plan = plan_for(server, 4);
  plan.asks = {{http::RequestSpec{"GET", "/one", "127.0.0.1", {}, {}}, Expectation::exact("1")},
               {http::RequestSpec{"GET", "/two", "127.0.0.1", {}, {}}, Expectation::exact("two")}};
  const auto result = run(plan);
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_GT(result->ledger.ok, 10U);
  EXPECT_EQ(result->ledger.ok, result->ledger.scheduled) << result->first_problem;
  EXPECT_EQ(wrong, 0);
}

TEST(Engine, DividesStampedLatenciesAtTheKernel) {
  ScriptedServer server([](const Peer& peer, int) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    peer.send(ok_response("Hello, World!"));
    return true;
  });
  LoadPlan plan = plan_for(server, 2);
  plan.stamp_one_in = 3;
  const auto result = run(plan);
  ASSERT_TRUE(result) << result.error().message;
  if (!result->wire) GTEST_SKIP() << "this kernel gives no software timestamps for TCP";
  const WireTimes& wire = *result->wire;
  EXPECT_NEAR(static_cast<double>(wire.wire.count()), static_cast<double>(result->ledger.ok) / 3, 3);
  EXPECT_GE(*wire.wire.min(), milliseconds(5));  // what the server took lies between the stamps
  // Each part was where it belongs: none is negative, and together they are no more than the service time.
  for (const stats::Histogram* part : {&wire.client_out, &wire.client_in, &wire.parse})
    EXPECT_GE(part->min()->count(), -200);  // the two clocks are read some 100 ns apart
  EXPECT_LE(*wire.client_out.mean_ns() + *wire.wire.mean_ns() + *wire.client_in.mean_ns(),
            1.5 * *result->service.mean_ns());
}

TEST(Engine, OpensConnectionsAtTheRateAskedFor) {
  ScriptedServer server([](const Peer& peer, int) {
    peer.send(ok_response("Hello, World!"));
    return true;
  });
  LoadPlan plan = plan_for(server, 11);
  plan.connect_rate = RequestsPerSecond{50};
  const SteadyClock clock;
  const Instant begun = clock.now();
  const auto result = run(plan);
  ASSERT_TRUE(result);
  EXPECT_GE(clock.now() - begun, milliseconds(200) + plan.duration);  // 10 gaps of 20 ms after the first
  EXPECT_EQ(result->connect.count(), 11U);
  EXPECT_EQ(server.connections(), 11);
}

TEST(Engine, CountsAnswersPerConnectionSoThatStarvationShows) {
  std::atomic<int> next = 0;
  ScriptedServer server([&](const Peer& peer, int) {
    thread_local const int mine = next++;  // each connection has its own thread
    std::this_thread::sleep_for(std::chrono::milliseconds(mine == 0 ? 100 : 2));
    peer.send(ok_response("Hello, World!"));
    return true;
  });
  LoadPlan plan = plan_for(server, 2);
  const auto result = run(plan);
  ASSERT_TRUE(result);
  ASSERT_TRUE(result->jain_index);
  EXPECT_LT(*result->jain_index, 0.65);  // one of two gets nearly everything
}

}  // namespace
}  // namespace harness::load
