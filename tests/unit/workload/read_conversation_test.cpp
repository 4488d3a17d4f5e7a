#include "small_workloads.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::workload {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr auto kFile = "suites/talk.toml";

constexpr std::string_view kSuite = R"(schema = 1
id = "talk"
title = "Talk"
envelope = "1cpu"
timeout = "10s"
stacks = ["node/http"]
[[conversation]]
target = "/ws/room/chat"
connections = [20]
full_only = [40]
members = 10
each = ["1/s", "0.5/s"]
arrivals = "poisson"
[[conversation]]
target = "/ws/game?hz=20"
connections = [64]
each = ["2/s"]
[[conversation]]
target = "/ws/echo"
connections = [8]
message_bytes = 1000
[profile.ci]
blocks = 6
slice = "200ms"
lead_in = "0ms"
gap = "10ms"
warm_up = "0ms"
verdicts = true
[profile.full]
blocks = 6
slice = "200ms"
lead_in = "0ms"
gap = "10ms"
warm_up = "0ms"
verdicts = true
full = true
)";

class Conversations : public testing::Test {
 protected:
  Conversations() {
    workloads_.replace("contract.toml", "notes = \"waits\"\n",
                       endpoint("/ws/echo") + endpoint("/ws/room") + endpoint("/ws/game"));
    workloads_.write(kFile, kSuite);

    workloads_.replace("node/http/stack.toml", R"(endpoints = [)",
                       R"(endpoints = ["/ws/echo", "/ws/room", "/ws/game", )");
  }
  static std::string endpoint(const std::string& path) {
    return "[[endpoint]]\npath = \"" + path + "\"\nmethod = \"GET\"\nrequest = \"r\"\nresponse = \"s\"\n";
  }
  void expect_complaint(std::string_view from, std::string_view to, const char* complaint) {
    workloads_.replace(kFile, from, to);
    EXPECT_THAT(workloads_.complaint(), HasSubstr(complaint));
    workloads_.write(kFile, kSuite);
  }
  SmallWorkloads workloads_;
};

std::vector<std::string> ids(const std::vector<Cell>& cells) {
  std::vector<std::string> names;
  for (const Cell& cell : cells) names.push_back(cell.id());
  return names;
}

TEST_F(Conversations, AreACellForEachNumberOfConnectionsAndRate) {
  const auto catalog = workloads_.load();
  ASSERT_TRUE(catalog) << catalog.error().message;
  const Suite& suite = **suite_named(*catalog, "talk");
  EXPECT_TRUE(suite.converses());
  EXPECT_FALSE(suite.drives_load() || suite.runs_jobs());
  const auto cells = cells_of(suite, suite.profiles[0]);
  EXPECT_THAT(ids(cells), ElementsAre("/ws/room/chat c=20 r=20/s poisson rooms=2",
                                      "/ws/room/chat c=20 r=10/s poisson rooms=2",
                                      "/ws/game?hz=20 c=64 r=128/s uniform", "/ws/echo c=8 bytes=1000"));
  EXPECT_EQ(cells[0].talk->rooms, 2);
  EXPECT_EQ(cells[0].talk->message_bytes, 120);
  EXPECT_EQ(cells_of(suite, suite.profiles[1]).size(), 6U);
}

TEST_F(Conversations, FillTheirRooms) {
  expect_complaint("members = 10", "members = 15", "members: 20 connections do not fill rooms of 15");
  expect_complaint("connections = [8]\n", "connections = [8]\nmembers = 4\n",
                   "members: '/ws/echo' has no rooms");
}

TEST_F(Conversations, OfAGameHaveARateAndNoSizeOfMessages) {
  expect_complaint("each = [\"2/s\"]\n", "", "each: is missing, and a game has no closed loop");
  expect_complaint("each = [\"2/s\"]\n", "each = [\"2/s\"]\nmessage_bytes = 64\n",
                   "message_bytes: means nothing in a game");
}

TEST_F(Conversations, SayWhatIsWrongWithThem) {
  expect_complaint("\"/ws/echo\"\nconn", "\"/plaintext\"\nconn",
                   "conversation[3].target: '/plaintext' is no conversation");
  expect_complaint("\"/ws/room/chat\"", "\"/ws/rooms/chat\"", "unknown endpoint '/ws/rooms/chat'");
  expect_complaint("\"1/s\", \"0.5/s\"", "\"fast\"", "each: ");
  expect_complaint("connections = [8]\n", "", "connections: is missing");
  expect_complaint("message_bytes = 1000", "message_bytes = 63", "message_bytes: must be from 64 to 65536");
  expect_complaint("message_bytes = 1000", "arrivals = \"poisson\"",
                   "arrivals: means nothing in a closed loop");
  expect_complaint("full_only = [40]", "full_only = [20]", "is here twice");
  expect_complaint("full = true", "full = true\nwarm_up_window = \"10s\"", "only a [[load]] can be watched");
  expect_complaint("envelope = \"1cpu\"", "envelope = \"2cpu\"", "envelope: is 2cpu");
}

/// Between the load and the first conversation of the suite that is there.
constexpr std::string_view kLoadAndEvents = R"([[load]]
target = "/plaintext"
connections = [4]
[[conversation]]
target = "/sse?n=1000&hz=2"
connections = [100]
[[conversation]]
target = "/ws/room/chat")";

TEST_F(Conversations, MayBeEventsAndStandBesideLoads) {
  workloads_.replace("contract.toml", "[[endpoint]]\npath = \"/ws/echo\"",
                     endpoint("/sse") + "[[endpoint]]\npath = \"/ws/echo\"");
  workloads_.replace("node/http/stack.toml", "\"/ws/echo\", ", "\"/sse\", \"/ws/echo\", ");
  workloads_.replace(kFile, "[[conversation]]\ntarget = \"/ws/room/chat\"", kLoadAndEvents);
  const auto catalog = workloads_.load();
  ASSERT_TRUE(catalog) << catalog.error().message;
  const Suite& suite = **suite_named(*catalog, "talk");
  EXPECT_TRUE(suite.converses() && suite.drives_load() && suite.starts_servers());
  const auto cells = cells_of(suite, suite.profiles[0]);
  ASSERT_EQ(cells.size(), 6U);
  EXPECT_EQ(cells[0].id(), "/plaintext c=4");
  EXPECT_FALSE(cells[0].talk);
  EXPECT_EQ(cells[1].id(), "/sse?n=1000&hz=2 c=100 r=200/s uniform");
  EXPECT_TRUE(cells[1].talk);
  workloads_.replace(kFile, "&hz=2\"", "&hz=often\"");
  EXPECT_THAT(workloads_.complaint(), HasSubstr("'/sse?n=1000&hz=often' does not say how often"));
  workloads_.replace(kFile, "&hz=often\"", "&hz=2\"\nmessage_bytes = 100");
  EXPECT_THAT(workloads_.complaint(), HasSubstr("message_bytes: means nothing in events"));
  workloads_.replace(kFile, "message_bytes = 100\nconn", "each = [\"2/s\"]\nconn");
  EXPECT_THAT(workloads_.complaint(), HasSubstr("each: is not a known key"));
}

TEST_F(Conversations, MayBeLines) {
  workloads_.replace("contract.toml", "[[endpoint]]\npath = \"/ws/echo\"",
                     endpoint("/lines") + "[[endpoint]]\npath = \"/ws/echo\"");
  workloads_.replace("node/http/stack.toml", "\"/ws/echo\", ", "\"/lines\", \"/ws/echo\", ");
  workloads_.replace(kFile, "target = \"/ws/echo\"", "target = \"/lines\"");
  const auto catalog = workloads_.load();
  ASSERT_TRUE(catalog) << catalog.error().message;
  const Suite& suite = **suite_named(*catalog, "talk");
  EXPECT_EQ(cells_of(suite, suite.profiles[0]).back().id(), "/lines c=8 bytes=1000");
  workloads_.replace(kFile, "message_bytes = 1000", "each = [\"5/s\"]\narrivals = \"burst\"");
  const auto in_bursts = workloads_.load();
  ASSERT_TRUE(in_bursts) << in_bursts.error().message;
  const Suite& bursts = **suite_named(*in_bursts, "talk");
  EXPECT_EQ(cells_of(bursts, bursts.profiles[0]).back().id(), "/lines c=8 r=40/s burst");
  workloads_.replace(kFile, "each = [\"5/s\"]\narrivals = \"burst\"", "message_bytes = 1000");
  workloads_.replace(kFile, "message_bytes = 1000", "message_bytes = 1024");
  EXPECT_THAT(workloads_.complaint(), HasSubstr("message_bytes: must be from 64 to 1023"));
}

TEST_F(Conversations, AreOfWhatTheStacksServe) {
  workloads_.replace("node/http/stack.toml", "\"/ws/game\", ", "");
  EXPECT_THAT(workloads_.complaint(), HasSubstr("'node/http' does not serve '/ws/game'"));
}

}  // namespace
}  // namespace harness::workload
