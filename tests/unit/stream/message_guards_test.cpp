#include "harness/stream/message_guards.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::stream {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

template <typename Plan, typename Found>
std::vector<std::string> codes(const Plan& plan, const Found& result) {
  std::vector<std::string> found;
  for (const load::Guard& guard : guards_of(plan, result)) found.push_back(guard.code);
  return found;
}

/// 100 messages on 4 connections, each answered after 1 ms and sent 10 µs late.
class MessageGuards : public testing::Test {
 protected:
  MessageGuards() {
    plan.connections = 4;
    result.handshakes = {.tried = 4, .established = 4};
    result.ledger = {.scheduled = 100, .answered = 100};
    result.open_loop.emplace();
    for (int i = 0; i < 100; ++i) {
      result.service.record(milliseconds(1));
      result.open_loop->response.record(milliseconds(1));
      result.open_loop->lateness.record(microseconds(10));
    }
  }
  WebSocketPlan plan;
  WebSocketResult result;
};

TEST_F(MessageGuards, SayNothingAboutACleanResult) {
  EXPECT_THAT(codes(plan, result), IsEmpty());
}

TEST_F(MessageGuards, RefuseALedgerThatDoesNotBalanceAndALoadThatWasStopped) {
  result.ledger.answered = 99;
  EXPECT_THAT(codes(plan, result), ElementsAre("LEDGER_UNBALANCED"));
  result.ledger.answered = 100;
  result.interrupted = true;
  EXPECT_THAT(codes(plan, result), ElementsAre("INTERRUPTED"));
}

TEST_F(MessageGuards, SayWhenTheLoadWasSmallerThanAskedFor) {
  result.handshakes.established = 3;
  EXPECT_THAT(codes(plan, result), ElementsAre("HANDSHAKES_FAILED"));
  result.handshakes.established = 4;
  result.endings.closed_by_peer[1011] = 1;
  EXPECT_THAT(codes(plan, result), ElementsAre("CONNECTIONS_ENDED"));
  result.endings.closed_by_peer.clear();
  result.ledger = {.scheduled = 100, .answered = 98, .never_sent = 2};
  EXPECT_THAT(codes(plan, result), ElementsAre("RATE_NOT_REACHED"));
}

/// The limit is the larger of 50 µs and 5 % of the p99, here both: 2 of 100 above it are too many.
TEST_F(MessageGuards, SayWhenTheClientWasLateOrBusy) {
  for (int i = 0; i < 2; ++i) result.open_loop->lateness.record(microseconds(60));
  EXPECT_THAT(codes(plan, result), ElementsAre("PACING_BAD"));
  result.open_loop.reset();
  result.client_busy_share = 0.71;
  EXPECT_THAT(codes(plan, result), ElementsAre("CLIENT_SATURATED"));
}

TEST_F(MessageGuards, SayWhatTheMachineDid) {
  const auto guards = guards_of(plan, result, {.steal_share = 0.05});
  ASSERT_EQ(guards.size(), 1U);
  EXPECT_EQ(guards[0].code, "MACHINE_NOISE");
  result.client_in_line_share = 0.05;
  EXPECT_THAT(codes(plan, result), ElementsAre("MACHINE_NOISE"));
  EXPECT_EQ(guards_of(SsePlan{}, SseResult{}, {.longest_stall = milliseconds(9)}).size(), 1U);
}

TEST(SseGuards, SayWhenStreamsAreMissingOrTheClientWasBusy) {
  SsePlan plan;
  SseResult result;
  result.length = seconds(1);
  EXPECT_THAT(codes(plan, result), IsEmpty());
  result.streams.refused = 1;
  EXPECT_THAT(codes(plan, result), ElementsAre("STREAMS_NOT_OPENED"));
  result.streams.refused = 0;
  result.client_cpu = milliseconds(710);
  EXPECT_THAT(codes(plan, result), ElementsAre("CLIENT_SATURATED"));
}

}  // namespace
}  // namespace harness::stream
