// Clients that come, listen for a while and leave, against servers that do exactly one thing wrong.
#include <chrono>
#include <functional>
#include <thread>

#include "../load/scripted_server.hpp"
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/stream/sse_load.hpp"

namespace harness::stream {
namespace {

using test::Peer;
using test::ScriptedServer;
using testing::HasSubstr;

/// Four streams of 50 events a second, of which those of 400 ms count: twenty each.
SsePlan plan_for(const ScriptedServer& server) {
  SsePlan plan;
  plan.port = server.port();
  plan.target = "/sse?n=1000&hz=50";
  plan.cadence = {1000, {50}};
  plan.streams = 4;
  plan.timeout = seconds(10);
  plan.stay = SseStay{
      .lead_in = milliseconds(150), .duration = milliseconds(400), .drain = milliseconds(300), .seed = 3};
  return plan;
}

std::string chunk(std::uint64_t id, Nanoseconds made) {
  const std::string event = fmt::format("id: {}\ndata: {{\"i\":{},\"t\":{}}}\n\n", id, id, made.count());
  return fmt::format("{:x}\r\n{}\r\n", event.size(), event);
}

/// Two seconds of what the contract says, but for `instead`, which is called for each event with what it
/// would be and says whether it took its place.
bool stream(const Peer& peer,
            const std::function<bool(std::uint64_t id, Nanoseconds due)>& instead = nullptr) {
  peer.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
  const Nanoseconds begun = SteadyClock{}.now().since_start;
  for (std::uint64_t id = 0; id < 100; ++id) {
    const Nanoseconds due = begun + milliseconds(20) * id;
    std::this_thread::sleep_until(std::chrono::steady_clock::time_point(due));
    if (instead && instead(id, due)) continue;
    // Event 0 was made when it was due, or a thread that is held up here would make the others early.
    peer.send(chunk(id, id == 0 ? due : SteadyClock{}.now().since_start));
  }
  return false;
}

TEST(SseStayLoad, SeesAllThatIsDueWhileItIsThereAndLeaves) {
  ScriptedServer server([](const Peer& peer, int) { return stream(peer); });
  SsePlan plan = plan_for(server);
  plan.stay->drain = milliseconds(1300);
  const auto result = run(plan);
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(result->streams.left, 4U);
  EXPECT_EQ(result->streams.ended(), 4U);
  ASSERT_TRUE(result->stay);
  const SseStayResult& stay = *result->stay;
  EXPECT_EQ(stay.ledger, (MessageLedger{.scheduled = 80, .answered = 80}));
  EXPECT_EQ(result->times.response.count(), 80U);
  EXPECT_EQ(stay.early, 0U);
  EXPECT_EQ(stay.window, milliseconds(400));
  EXPECT_EQ(stay.throughput(), 200);
  EXPECT_GT(stay.bytes_in, 80U * 20);
  EXPECT_GT(stay.client_cpu, Nanoseconds(0));
  EXPECT_GT(stay.client_busy_share, 0);
  EXPECT_EQ(result->counts.missing + result->counts.duplicated + result->counts.reordered, 0U);
  EXPECT_LT(result->length, milliseconds(1500)) << "it waits for nothing once all is there";
  EXPECT_EQ(result->first_problem, "");
}

/// 60 ms late, and 60 ms behind its moment however the others keep theirs.
TEST(SseStayLoad, CountsFromWhenAnEventWasDueNotFromWhenItWasMade) {
  ScriptedServer server([](const Peer& peer, int number) {
    return stream(peer, [&](std::uint64_t id, Nanoseconds due) {
      if (number == 0 && id == 15)
        std::this_thread::sleep_until(std::chrono::steady_clock::time_point(due + milliseconds(60)));
      return false;
    });
  });
  const auto result = run(plan_for(server));
  ASSERT_TRUE(result);
  EXPECT_EQ(result->stay->ledger.answered, 80U);
  EXPECT_GE(*result->times.response.max(), milliseconds(59));
  EXPECT_LT(*result->times.response.quantile(0.5), milliseconds(20));
}

TEST(SseStayLoad, MissesTheOneEventThatIsLeftOut) {
  ScriptedServer server([](const Peer& peer, int number) {
    return stream(peer, [&](std::uint64_t id, Nanoseconds) { return number == 2 && id == 15; });
  });
  const auto result = run(plan_for(server));
  ASSERT_TRUE(result);
  EXPECT_EQ(result->stay->ledger, (MessageLedger{.scheduled = 80, .answered = 79, .lost = 1}));
  EXPECT_EQ(result->counts.missing, 1U);
  EXPECT_EQ(result->first_problem, "event 16 came where 15 was expected");
}

TEST(SseStayLoad, WaitsForWhatIsLateAndNoLongerThanItsDrain) {
  ScriptedServer server([](const Peer& peer, int) {
    return stream(peer, [&](std::uint64_t id, Nanoseconds due) {
      // Held back until 600 ms after the stream began: some of the window, and all of it is over by then.
      if (id == 15)
        std::this_thread::sleep_until(std::chrono::steady_clock::time_point(due + milliseconds(350)));
      return false;
    });
  });
  const auto late = run(plan_for(server));
  ASSERT_TRUE(late);
  EXPECT_EQ(late->stay->ledger, (MessageLedger{.scheduled = 80, .answered = 80}));
  EXPECT_GE(*late->times.response.max(), milliseconds(300));

  ScriptedServer silent([](const Peer& peer, int number) {
    return stream(peer, [&](std::uint64_t id, Nanoseconds) { return number == 0 && id >= 15; });
  });
  const auto result = run(plan_for(silent));
  ASSERT_TRUE(result);
  EXPECT_EQ(result->streams.left, 4U);
  EXPECT_GT(result->stay->ledger.in_flight_at_end, 3U);
  EXPECT_EQ(result->stay->ledger.answered + result->stay->ledger.in_flight_at_end, 80U);
  EXPECT_GE(result->length, milliseconds(150 + 400 + 300));
}

TEST(SseStayLoad, SeesWhatIsMadeBeforeItsTime) {
  ScriptedServer server([](const Peer& peer, int number) {
    return stream(peer, [&](std::uint64_t id, Nanoseconds due) {
      if (number == 1 && id == 15) peer.send(chunk(id, due - milliseconds(2)));
      return number == 1 && id == 15;
    });
  });
  const auto result = run(plan_for(server));
  ASSERT_TRUE(result);
  EXPECT_EQ(result->stay->early, 1U);
  EXPECT_THAT(result->first_problem, HasSubstr("event 15 was made "));
}

TEST(SseStayLoad, CountsWhatIsDueOnAStreamThatTheServerEndsOrRefuses) {
  ScriptedServer server([](const Peer& peer, int number) {
    if (number > 1) return stream(peer);
    peer.send(number == 0
                  ? "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
                  : "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n");
    return false;
  });
  const auto result = run(plan_for(server));
  ASSERT_TRUE(result);
  EXPECT_EQ(result->streams.left, 2U);
  EXPECT_EQ(result->streams.refused, 1U);
  EXPECT_EQ(result->streams.ended_early, 1U);
  EXPECT_EQ(result->stay->ledger,
            (MessageLedger{.scheduled = 80, .answered = 40, .cut_off = 20, .never_sent = 20}));
}

}  // namespace
}  // namespace harness::stream
