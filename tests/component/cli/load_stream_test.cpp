// harness load ws://… and --sse against scripted servers: what a user types, what a user sees.
#include "../load/scripted_server.hpp"
#include "../stream/websocket_server.hpp"
#include "harness_command.hpp"
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "harness/base/clock.hpp"

namespace harness::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

std::string ws(std::uint16_t port, const std::string& target) {
  return fmt::format("ws://127.0.0.1:{}{}", port, target);
}

void echo(WebSocketPeer& peer, const std::string& text, int) {
  peer.send(text);
}

std::uint64_t fates(const json& ledger) {
  std::uint64_t sum = 0;
  for (const auto& [name, count] : ledger.items())
    sum += name == "scheduled" ? 0 : count.get<std::uint64_t>();
  return sum;
}

TEST(LoadStream, WebSocketJsonNamesWhatHttpNamesAndItsLedgerBalances) {
  WebSocketServer server(echo);
  const Ran ran = run_harness({"load", ws(server.port(), "/ws/echo"), "-c", "4", "-r", "200/s", "-d", "500ms",
                               "--warm-up", "50ms", "--message-bytes", "100", "--format", "json"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  const json result = json::parse(ran.out);
  EXPECT_EQ(result["schema"], 1);
  EXPECT_EQ(result["conversation"], "echo");
  EXPECT_EQ(result["rate"], 200);
  EXPECT_EQ(result["dispatch"], "round_robin");
  EXPECT_EQ(result["ledger"]["scheduled"], 100);
  EXPECT_EQ(result["ledger"]["answered"], 100);
  EXPECT_EQ(fates(result["ledger"]), 100U);
  EXPECT_GT(result["payload_bytes_out"], 0);
  EXPECT_EQ(result["payload_bytes_out"].get<int>() % 100, 0);
  EXPECT_EQ(result["handshakes"]["established"], 4);
  EXPECT_EQ(result["endings"]["closed_by_us"], 4);
  EXPECT_EQ(result["fan_out"], nullptr);
  EXPECT_EQ(result["counts"]["duplicated"], 0);
  for (const char* histogram : {"response_us", "service_us", "lateness_us", "handshake_us", "connect_us"})
    EXPECT_TRUE(result[histogram]["p99"].is_number()) << histogram;
}

TEST(LoadStream, TextSaysWhatIsWrongWithAServer) {
  WebSocketServer server([](WebSocketPeer& peer, const std::string& text, int nth) {
    peer.send(text);
    if (peer.number() == 0 && nth == 20) peer.send(text);
  });
  const Ran ran = run_harness(
      {"load", ws(server.port(), "/ws/echo"), "-c", "2", "-r", "200/s", "-d", "300ms", "--warm-up", "0ms"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("60 scheduled, 60 answered"));
  EXPECT_THAT(ran.out, HasSubstr("1 duplicated"));
  EXPECT_THAT(ran.out, HasSubstr("the first: message 20 of connection 0 came twice"));
}

TEST(LoadStream, ARoomIsKnownByItsTarget) {
  WebSocketServer server([](WebSocketPeer& peer, const std::string& text, int) { peer.send(text); });
  // What comes back is no delivery, so nothing is answered: measured, but invalid.
  const Ran ran = run_harness({"load", ws(server.port(), "/ws/room/a"), "-c", "2", "-r", "100/s", "-d",
                               "200ms", "--warm-up", "0ms", "--timeout", "100ms", "--format", "json"});
  EXPECT_EQ(ran.code, 3) << ran.err;
  const json result = json::parse(ran.out);
  EXPECT_EQ(result["conversation"], "room");
  EXPECT_EQ(result["fan_out"]["completeness"], 0);
  EXPECT_EQ(result["fan_out"]["messages_sent"], 20);
  EXPECT_EQ(result["ledger"]["scheduled"], 40);
  EXPECT_EQ(fates(result["ledger"]), 40U);
  EXPECT_GE(result["unreadable"], 20);
}

TEST(LoadStream, ReadsEventStreamsToTheirEnd) {
  ScriptedServer server([](const Peer& peer, int) {
    peer.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n");
    for (int id = 0; id < 10; ++id) {
      if (id == 4) continue;
      const auto now = SteadyClock{}.now().since_start.count();
      peer.send(fmt::format("id: {}\ndata: {{\"i\":{},\"t\":{}}}\n\n", id, id, now));
    }
    return false;
  });
  const std::string url = fmt::format("http://127.0.0.1:{}/sse?n=10&hz=100", server.port());
  const Ran ran = run_harness({"load", url, "--sse", "-c", "3", "--format", "json"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  const json result = json::parse(ran.out);
  EXPECT_EQ(result["streams"]["to_the_end"], 3);
  EXPECT_EQ(result["ledger"]["scheduled"], 30);
  EXPECT_EQ(result["ledger"]["answered"], 27);
  EXPECT_EQ(result["ledger"]["lost"], 3);
  EXPECT_EQ(result["counts"]["missing"], 3);
  for (const char* histogram : {"connect_us", "head_us", "first_event_us", "cadence_error_us", "delivery_us"})
    EXPECT_TRUE(result[histogram]["p99"].is_number()) << histogram;
  const Ran text = run_harness({"load", url, "--sse", "-c", "3"});
  EXPECT_THAT(text.out, HasSubstr("30 scheduled, 27 answered · 3 lost"));
  EXPECT_THAT(text.out, HasSubstr("event 5 came where 4 was expected"));
}

struct Mistake {
  std::vector<std::string> arguments;
  const char* said;
};

class LoadStreamMistake : public testing::TestWithParam<Mistake> {};

TEST_P(LoadStreamMistake, IsNamedWithItsRemedy) {
  std::vector<std::string> arguments{"load"};
  arguments.insert(arguments.end(), GetParam().arguments.begin(), GetParam().arguments.end());
  const Ran ran = run_harness(arguments);
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.err, HasSubstr(GetParam().said));
  EXPECT_EQ(ran.out, "");
}

INSTANTIATE_TEST_SUITE_P(
    Each, LoadStreamMistake,
    testing::Values(Mistake{{"wss://h/ws/echo"}, "wss is not supported"}, Mistake{{"ws://h:0/"}, "port '0'"},
                    Mistake{{"ws://127.0.0.1:1/", "--threads", "2"},
                            "--threads: has no meaning for a WebSocket load"},
                    Mistake{{"ws://127.0.0.1:1/", "-H", "a: b"}, "--header: has no meaning"},
                    Mistake{{"ws://127.0.0.1:1/", "--message-bytes", "10"}, "message_bytes: 10 is too small"},
                    Mistake{{"ws://127.0.0.1:1/", "--rate", "x"}, "--rate"},
                    Mistake{{"ws://127.0.0.1:1/", "-d", "5"}, "--duration"},
                    Mistake{{"http://127.0.0.1:1/sse", "--sse"}, "n is missing or no number"},
                    Mistake{{"http://127.0.0.1:1/sse?n=1&hz=1", "--sse", "-r", "1/s"},
                            "--rate: has no meaning for an event stream"},
                    Mistake{{"ws://127.0.0.1:1/sse?n=1&hz=1", "--sse"}, "is a WebSocket"}));

TEST(LoadStream, AServerThatIsNotThereIsTheEnvironmentsFault) {
  const Ran ran = run_harness({"load", "ws://127.0.0.1:1/ws/echo", "-d", "1s"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err,
              HasSubstr("ws://127.0.0.1:1/ws/echo: no connection could be established: cannot connect"));
}

}  // namespace
}  // namespace harness::test
