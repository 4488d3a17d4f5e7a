// harness load ws://… --slo: how many clients may there be? Against a server whose limit is known.
#include <string>

#include "../stream/websocket_server.hpp"
#include "harness_command.hpp"
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace harness::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

/// Swallows what the clients from the thirtieth of a load on say.
void hear_thirty(WebSocketPeer& peer, const std::string& text, int) {
  const std::string head = R"({"c":)";
  if (std::stoi(text.substr(head.size())) < 30) peer.send(text);
}

class LoadSloClients : public testing::Test {
 protected:
  Ran search(const std::string& target, std::vector<std::string> more) const {
    std::vector<std::string> arguments{
        "load",        fmt::format("ws://127.0.0.1:{}{}", server_.port(), target),
        "--slo-probe", "200ms",
        "--warm-up",   "50ms",
        "--timeout",   "100ms"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_harness(arguments);
  }
  WebSocketServer server_{hear_thirty};
};

/// Each says five times a second something, so that in a probe everybody has said something once.
TEST_F(LoadSloClients, FindHowManyAreHeard) {
  const Ran ran = search("/ws/echo", {"--slo", "p50<5s", "--each", "5/s", "--slo-start", "8", "--slo-max",
                                      "300", "--format", "json"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  const json result = json::parse(ran.out);
  for (const json& probe : result["probes"])
    EXPECT_EQ(probe["met"].get<bool>(), probe["clients"] <= 30) << probe;
  EXPECT_NEAR(result["clients"].get<double>(), 30, 3);
  EXPECT_LE(result["interval"]["low"], result["clients"]);
  EXPECT_GE(result["interval"]["high"], result["clients"]);
  EXPECT_EQ(result["each"], 5);
  EXPECT_EQ(result["members"], 0);
  EXPECT_FALSE(result.contains("rate_rps") || result.contains("connections"));
  EXPECT_THAT(ran.err, HasSubstr("probe 1: 8.00 met, p50 "));
}

TEST_F(LoadSloClients, SayWhatWasMissingWhereNotEvenTheFewestAreHeard) {
  const Ran ran = search("/ws/echo", {"--slo", "p50<5s", "--each", "5/s", "--slo-start", "40"});
  EXPECT_EQ(ran.code, 3) << ran.err;
  EXPECT_THAT(ran.out,
              HasSubstr("p50<5s, nothing lost, order kept · 5/s from each client · probes of 200 ms"));
  EXPECT_THAT(ran.out, HasSubstr("clients  none"));
  EXPECT_THAT(ran.out, HasSubstr("already the lowest number, 40 clients, does not meet it (0 of 2"));
  EXPECT_THAT(ran.out, HasSubstr("10 of 40 deliveries did not arrive as they must"));
}

TEST_F(LoadSloClients, RefuseWhatDoesNotFit) {
  const auto complaint = [&](const std::string& target, std::vector<std::string> more) {
    more.insert(more.end(), {"--slo", "p50<5s"});
    const Ran ran = search(target, more);
    EXPECT_EQ(ran.code, 1) << ran.out;
    return ran.err;
  };
  EXPECT_THAT(complaint("/ws/echo", {}), HasSubstr("--each: is missing"));
  EXPECT_THAT(complaint("/ws/echo", {"--each", "fast"}), HasSubstr("--each"));
  EXPECT_THAT(complaint("/ws/echo", {"--each", "1/s", "--members", "10"}),
              HasSubstr("--members: 10 of /ws/echo"));
  EXPECT_THAT(complaint("/ws/room/a", {"--each", "1/s", "--rooms", "10"}), HasSubstr("give --members"));
  EXPECT_THAT(complaint("/ws/room/a", {"--each", "1/s", "--members", "10", "--slo-start", "9"}),
              HasSubstr("--slo-start: 9 clients do not fill a room of 10"));
  EXPECT_THAT(complaint("/ws/echo", {"--each", "1/s", "--slo-start", "90/s"}),
              HasSubstr("is no number of clients"));
  const Ran errors = search("/ws/echo", {"--each", "1/s", "--slo", "p50<5s, errors<1%"});
  EXPECT_EQ(errors.code, 1);
  EXPECT_THAT(errors.err, HasSubstr("leave that term out"));
}

}  // namespace
}  // namespace harness::test
