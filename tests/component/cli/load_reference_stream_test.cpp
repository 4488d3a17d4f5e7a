// The load's messages and the contract's are written in two places: the real reference server must answer
// what the load sends, to the byte.
#include "with_reference_server.hpp"
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace harness::test {
namespace {

class LoadReferenceStream : public WithReferenceServer {
 protected:
  [[nodiscard]] nlohmann::json load(const std::string& target, const std::string& bytes,
                                    const std::vector<std::string>& more = {}) const {
    return load_from("ws" + url(target).substr(std::string("http").size()), bytes, more);
  }
  [[nodiscard]] nlohmann::json load_from(const std::string& address, const std::string& bytes,
                                         const std::vector<std::string>& more = {}) const {
    std::vector<std::string> words{
        "load",  address,           "-c",  "5",        "-r",  "100/s", "-d", "500ms", "--warm-up",
        "200ms", "--message-bytes", bytes, "--format", "json"};
    words.insert(words.end(), more.begin(), more.end());
    const Ran ran = run_harness(words);
    EXPECT_EQ(ran.code, 0) << ran.err << ran.out;
    return nlohmann::json::parse(ran.out, nullptr, false);
  }
};

TEST_F(LoadReferenceStream, EchoesEveryMessage) {
  for (const char* bytes : {"64", "70000"}) {
    const auto result = load("/ws/echo", bytes);
    EXPECT_EQ(result["ledger"]["scheduled"], 50) << bytes;
    EXPECT_EQ(result["ledger"]["answered"], 50) << bytes;
    EXPECT_EQ(result["endings"]["closed_by_us"], 5) << bytes;
  }
}

TEST_F(LoadReferenceStream, DeliversEveryMessageToAllInOneOrder) {
  for (const char* bytes : {"64", "60000"}) {
    const auto result = load("/ws/room/lobby", bytes);
    EXPECT_EQ(result["ledger"]["scheduled"], 250) << bytes;
    EXPECT_EQ(result["ledger"]["answered"], 250) << bytes;
    EXPECT_EQ(result["fan_out"]["completeness"], 1) << bytes;
    EXPECT_EQ(result["fan_out"]["equal_order"], true) << bytes;
    EXPECT_EQ(result["fan_out"]["counts"]["wrong_senders"], 0) << bytes;
    EXPECT_EQ(result["unreadable"], 0) << bytes;
    EXPECT_EQ(result["endings"]["closed_by_us"], 5) << bytes;
  }
}

TEST_F(LoadReferenceStream, GetsEveryLineAcknowledged) {
  for (const char* bytes : {"64", "1023"}) {
    const auto result = load_from("tcp://127.0.0.1:" + std::to_string(server_->line_port()), bytes);
    EXPECT_EQ(result["conversation"], "lines");
    EXPECT_EQ(result["ledger"]["scheduled"], 50) << bytes;
    EXPECT_EQ(result["ledger"]["answered"], 50) << bytes;
    EXPECT_EQ(result["endings"]["closed_by_us"], 5) << bytes;
  }
}

TEST_F(LoadReferenceStream, ReceivesEveryEventAtItsTime) {
  const Ran ran = run_harness({"load", "--sse", url("/sse?n=50&hz=100"), "-c", "5", "--format", "json"});
  EXPECT_EQ(ran.code, 0) << ran.err << ran.out;
  const auto result = nlohmann::json::parse(ran.out, nullptr, false);
  EXPECT_EQ(result["ledger"]["scheduled"], 250);
  EXPECT_EQ(result["ledger"]["answered"], 250);
  EXPECT_EQ(result["streams"]["to_the_end"], 5) << ran.out;
  EXPECT_EQ(result["left_open"], 0);
  for (const char* wrong : {"missing", "duplicated", "reordered", "strangers", "wrong_data", "oversized"})
    EXPECT_EQ(result["counts"][wrong], 0) << wrong;
}

/// Rooms of 3 and 2 members, by turns: of 50 messages 30 reach three members and 20 two.
TEST_F(LoadReferenceStream, KeepsSeveralRoomsApart) {
  const auto result = load("/ws/room/lobby", "64", {"--rooms", "2"});
  EXPECT_EQ(result["rooms"], 2);
  EXPECT_EQ(result["ledger"]["scheduled"], 130);
  EXPECT_EQ(result["ledger"]["answered"], 130);
  EXPECT_EQ(result["fan_out"]["messages_complete"], 50);
  EXPECT_EQ(result["fan_out"]["equal_order"], true);
  EXPECT_EQ(result["fan_out"]["counts"]["strangers"], 0);
}

/// 60 ticks a second for 500 ms are 30, give or take the one at the window's edge.
TEST_F(LoadReferenceStream, HearsEveryTickOfAGameAndSeesEveryStep) {
  const auto result = load("/ws/game?hz=60", "64");
  EXPECT_EQ(result["conversation"], "game");
  const int ticks = result["fan_out"]["messages_sent"];
  EXPECT_NEAR(ticks, 30, 1);
  EXPECT_EQ(result["fan_out"]["messages_complete"], ticks);
  EXPECT_EQ(result["ledger"]["scheduled"], 5 * ticks);
  EXPECT_EQ(result["ledger"]["answered"], 5 * ticks);
  EXPECT_EQ(result["fan_out"]["equal_order"], true);
  EXPECT_EQ(result["game"]["early"], 0);
  EXPECT_EQ(result["game"]["wrong_places"], 0);
  EXPECT_EQ(result["game"]["steps_due"], 50);
  EXPECT_EQ(result["game"]["steps_seen"], 50);
  EXPECT_EQ(result["service_us"], nullptr);
}

}  // namespace
}  // namespace harness::test
