// The event stream client against servers that do exactly one thing wrong: it must see exactly that.
#include "harness/stream/sse_load.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <thread>

#include "../load/scripted_server.hpp"
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::stream {
namespace {

using test::Peer;
using test::ScriptedServer;
using testing::HasSubstr;

constexpr std::uint64_t kEvents = 20;
constexpr std::string_view kHead =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\n"
    "Transfer-Encoding: chunked\r\n\r\n";
constexpr std::string_view kEnd = "0\r\n\r\n";

/// 20 events, one every 10 ms.
SsePlan plan_for(const ScriptedServer& server, int streams = 3) {
  SsePlan plan;
  plan.port = server.port();
  plan.target = "/sse?n=20&hz=100";
  plan.cadence = {kEvents, {100}};
  plan.streams = streams;
  plan.timeout = seconds(10);
  return plan;
}

std::string event(std::uint64_t id) {
  const auto t = SteadyClock{}.now().since_start.count();
  return fmt::format("id: {}\ndata: {{\"i\":{},\"t\":{}}}\n\n", id, id, t);
}

std::string chunk(std::string_view bytes) {
  return fmt::format("{:x}\r\n{}\r\n", bytes.size(), bytes);
}

/// Keeps the contract, but for `instead`, which is called for each event and says whether it took its place.
void stream(const Peer& peer, const std::function<bool(std::uint64_t id)>& instead = nullptr) {
  peer.send(kHead);
  const auto begun = std::chrono::steady_clock::now();
  for (std::uint64_t id = 0; id < kEvents; ++id) {
    std::this_thread::sleep_until(begun + milliseconds(10) * id);
    if (!instead || !instead(id)) peer.send(chunk(event(id)));
  }
  peer.send(kEnd);
}

void expect_counts(const SseResult& result, SseCounts wrong) {
  wrong.received = result.counts.received;
  EXPECT_EQ(result.counts, wrong) << result.first_problem;
  EXPECT_EQ(result.streams.ended(), result.streams.tried);
  EXPECT_EQ(result.ledger.answered, result.counts.received);
  EXPECT_TRUE(result.ledger.balances());
}

TEST(SseLoad, AnHonestServerHasNothingWrong) {
  ScriptedServer server([](const Peer& peer, int) {
    stream(peer);
    return true;
  });
  const auto result = run(plan_for(server));
  ASSERT_TRUE(result) << result.error().message;
  expect_counts(*result, {});
  EXPECT_EQ(result->ledger, (MessageLedger{.scheduled = 60, .answered = 60}));
  EXPECT_EQ(result->streams.to_the_end, 3U);
  EXPECT_EQ(result->connect.count(), 3U);
  EXPECT_EQ(result->head.count(), 3U);
  EXPECT_EQ(result->times.first_event.count(), 3U);
  EXPECT_EQ(result->times.cadence_error.count(), 57U);
  EXPECT_EQ(result->times.delivery.count(), 60U);
  EXPECT_EQ(result->left_open, 0U);
  EXPECT_EQ(result->first_problem, "");
  EXPECT_GE(result->length, milliseconds(190));
}

TEST(SseLoad, SeesTheOneIdThatIsSkipped) {
  ScriptedServer server([](const Peer& peer, int number) {
    stream(peer, [&](std::uint64_t id) { return number == 1 && id == 7; });
    return true;
  });
  const auto result = run(plan_for(server));
  ASSERT_TRUE(result);
  expect_counts(*result, {.missing = 1});
  EXPECT_EQ(result->ledger, (MessageLedger{.scheduled = 60, .answered = 59, .lost = 1}));
  EXPECT_EQ(result->streams.to_the_end, 3U);
  EXPECT_EQ(result->first_problem, "event 8 came where 7 was expected");
}

TEST(SseLoad, SeesADuplicateAStrangerAndASwap) {
  ScriptedServer server([](const Peer& peer, int number) {
    stream(peer, [&](std::uint64_t id) {
      if (number == 0 && id == 7) peer.send(chunk(event(7) + event(7)));
      if (number == 1 && id == 7) peer.send(chunk(event(8)));
      if (number == 1 && id == 8) peer.send(chunk(event(7)));
      if (number == 2 && id == 7) peer.send(chunk(event(7) + event(20)));
      return id == 7 || (number == 1 && id == 8);
    });
    return true;
  });
  const auto result = run(plan_for(server));
  ASSERT_TRUE(result);
  expect_counts(*result, {.duplicated = 1, .reordered = 1, .strangers = 1});
  EXPECT_EQ(result->ledger.answered, 60U);
}

TEST(SseLoad, ReadsAStreamThatDripsByteByByte) {
  ScriptedServer server([](const Peer& peer, int) {
    std::string all(kHead);
    for (std::uint64_t id = 0; id < kEvents; ++id) all += chunk(event(id));
    all += kEnd;
    for (const char& byte : all) {
      peer.send({&byte, 1});
      std::this_thread::sleep_for(microseconds(100));
    }
    return true;
  });
  const auto result = run(plan_for(server));
  ASSERT_TRUE(result);
  expect_counts(*result, {});
  EXPECT_EQ(result->ledger.answered, 60U);
}

TEST(SseLoad, ReadsABodyThatOnlyClosingEnds) {
  ScriptedServer server([](const Peer& peer, int) {
    peer.send(
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nConnection: close\r\n\r\n");
    for (std::uint64_t id = 0; id < kEvents; ++id) peer.send(event(id));
    return false;
  });
  const auto result = run(plan_for(server));
  ASSERT_TRUE(result);
  expect_counts(*result, {});
  EXPECT_EQ(result->streams.to_the_end, 3U);
}

TEST(SseLoad, AStreamThatEndsEarlyIsCutOffHoweverItEnds) {
  ScriptedServer server([](const Peer& peer, int number) {
    peer.send(kHead);
    for (std::uint64_t id = 0; id < 5; ++id) peer.send(chunk(event(id)));
    if (number == 0) peer.send(kEnd);     // properly
    if (number == 1) peer.send("7\r\n");  // inside a chunk
    if (number == 2) peer.send("what?\r\n");
    return false;
  });
  const auto result = run(plan_for(server));
  ASSERT_TRUE(result);
  expect_counts(*result, {});
  EXPECT_EQ(result->streams.ended_early, 2U);
  EXPECT_EQ(result->streams.broken, 1U);
  EXPECT_EQ(result->ledger, (MessageLedger{.scheduled = 60, .answered = 15, .cut_off = 45}));
}

/// After event 9 only comments come. Silence of a second is the end.
TEST(SseLoad, CommentsDoNotKeepAStalledStreamAlive) {
  std::atomic<bool> over = false;
  ScriptedServer server([&](const Peer& peer, int) {
    peer.send(kHead);
    for (std::uint64_t id = 0; id < 10; ++id) peer.send(chunk(event(id)));
    for (int i = 0; i < 200 && !over; ++i) {
      peer.send(chunk(": still here\n\n"));
      std::this_thread::sleep_for(milliseconds(20));
    }
    return false;
  });
  SsePlan plan = plan_for(server);
  plan.timeout = seconds(1);
  const auto result = run(plan);
  over = true;
  ASSERT_TRUE(result);
  EXPECT_EQ(result->streams.stalled, 3U);
  EXPECT_EQ(result->ledger, (MessageLedger{.scheduled = 60, .answered = 30, .lost = 30}));
  EXPECT_EQ(result->first_problem, "no event for 1 s");
}

TEST(SseLoad, AStreamTheServerDoesNotEndIsLeftByUs) {
  ScriptedServer server([](const Peer& peer, int) {
    peer.send(kHead);
    for (std::uint64_t id = 0; id < kEvents; ++id) peer.send(chunk(event(id)));
    return true;
  });
  SsePlan plan = plan_for(server);
  plan.timeout = milliseconds(100);
  const auto result = run(plan);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->streams.to_the_end, 3U);
  EXPECT_EQ(result->left_open, 3U);
}

/// The server stands still for 200 ms before event 10, and then is back to its deadlines: the event is that
/// late, and everything that was due meanwhile is late too.
TEST(SseLoad, AFreezeIsInTheCadenceError) {
  ScriptedServer server([](const Peer& peer, int) {
    stream(peer, [](std::uint64_t id) {
      if (id == 10) std::this_thread::sleep_for(milliseconds(200));
      return false;
    });
    return true;
  });
  const auto result = run(plan_for(server));
  ASSERT_TRUE(result);
  expect_counts(*result, {});
  // Lateness is from the first event, which may itself have been late on a busy machine.
  EXPECT_GE(result->times.latest, milliseconds(150));
  EXPECT_EQ(std::max(result->times.latest, -result->times.earliest), *result->times.cadence_error.max());
}

TEST(SseLoad, TellsARefusalFromSilenceAndFromOtherContent) {
  ScriptedServer server([](const Peer& peer, int number) {
    if (number == 0) stream(peer);
    if (number == 1)
      peer.send("HTTP/1.1 404 Not Found\r\nContent-Type: text/event-stream\r\nContent-Length: 0\r\n\r\n");
    if (number == 2) peer.send("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n");
    if (number == 3) peer.send("SSH-2.0-OpenSSH_9.2\r\n");
    return true;  // number 4 gets no answer
  });
  SsePlan plan = plan_for(server, 5);
  plan.timeout = seconds(2);
  const auto result = run(plan);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->streams.to_the_end, 1U);
  EXPECT_EQ(result->streams.refused, 2U);
  EXPECT_EQ(result->streams.broken, 1U);
  EXPECT_EQ(result->streams.no_answer, 1U);
  EXPECT_EQ(result->ledger.answered, 20U);
  EXPECT_TRUE(result->ledger.balances());
  EXPECT_EQ(result->ledger.scheduled, 100U);
}

TEST(SseLoad, NamesTheReasonWhenNoStreamIsAnswered) {
  ScriptedServer server([](const Peer& peer, int) {
    peer.send("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
    return true;
  });
  const auto result = run(plan_for(server));
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kEnvironment);
  EXPECT_THAT(result.error().message, HasSubstr("status 404 and type '' instead of 200 text/event-stream"));
}

class StopAfterAWhile : public load::Observer {
 public:
  bool stop_requested() override { return ++asked_ > 10; }

 private:
  int asked_ = 0;
};

TEST(SseLoad, StopsWhenAskedTo) {
  ScriptedServer server([](const Peer& peer, int) {
    peer.send(kHead);
    peer.send(chunk(event(0)));
    return true;
  });
  SsePlan plan = plan_for(server);
  plan.timeout = seconds(100);
  StopAfterAWhile observer;
  const auto result = run(plan, observer);
  ASSERT_TRUE(result);
  EXPECT_TRUE(result->interrupted);
  EXPECT_EQ(result->streams.still_running, 3U);
  EXPECT_EQ(result->ledger, (MessageLedger{.scheduled = 60, .answered = 3, .in_flight_at_end = 57}));
}

}  // namespace
}  // namespace harness::stream
