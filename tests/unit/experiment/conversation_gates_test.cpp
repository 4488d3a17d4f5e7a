#include "harness/experiment/conversation_gates.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/experiment/conversation_figures.hpp"

namespace harness::experiment {
namespace {

using testing::HasSubstr;

/// 100 messages of four members of a room, each delivered to all after 1 ms.
class ConversationGates : public testing::Test {
 protected:
  ConversationGates() {
    plan_.conversation = stream::Conversation::kRoom;
    plan_.target = "/ws/room/a";
    plan_.connections = 4;
    plan_.schedule = load::ScheduleSpec{};
    result_.handshakes = {.tried = 4, .established = 4};
    result_.ledger = {.scheduled = 400, .answered = 400};
    result_.throughput = 400;
    result_.window = seconds(1);
    result_.client_cpu = milliseconds(4);
    result_.open_loop.emplace();
    result_.fan_out.emplace();
    for (int i = 0; i < 400; ++i) {
      result_.service.record(milliseconds(1));
      result_.open_loop->response.record(milliseconds(1));
      result_.open_loop->lateness.record(microseconds(1));
    }
    for (int i = 0; i < 100; ++i) result_.fan_out->slowest.record(milliseconds(2));
  }
  /// Upgrades count as requests.
  [[nodiscard]] SliceGates gates(std::uint64_t counted = 4) const {
    return check_conversation(
        plan_, result_,
        {.server_busy_share = 0.1, .server_requests = counted, .log_bytes = 0, .listen_overflows = 0});
  }
  [[nodiscard]] results::SliceRow row() const {
    results::SliceRow row;
    describe_conversation(row, plan_, result_);
    return row;
  }
  void play() {
    plan_.conversation = stream::Conversation::kGame;
    plan_.target = "/ws/game?hz=20";
    result_.game.emplace();
    result_.service = {};
  }

  stream::WebSocketPlan plan_;
  stream::WebSocketResult result_;
};

TEST_F(ConversationGates, PassASoundRoomAndSayNothingOfWhatItHasNot) {
  const SliceGates found = gates();
  EXPECT_TRUE(found.passed()) << found.reason;
  for (const Gate gate :
       {found.ledger, found.responses, found.order, found.client, found.keepalive, found.log, found.backlog})
    EXPECT_EQ(gate, Gate::kPass);
  for (const Gate gate : {found.little, found.early, found.saturation}) EXPECT_EQ(gate, Gate::kNa);
  EXPECT_EQ(found.guards, "");
}

TEST_F(ConversationGates, FailASingleDeliveryThatIsMissingWhereverItIs) {
  using Ledger = stream::MessageLedger;
  for (std::uint64_t Ledger::*fate : {&Ledger::wrong_answer, &Ledger::lost, &Ledger::cut_off,
                                      &Ledger::send_failed, &Ledger::in_flight_at_end, &Ledger::never_sent}) {
    result_.ledger = {.scheduled = 400, .answered = 399};
    result_.ledger.*fate = 1;
    const SliceGates found = gates();
    EXPECT_EQ(found.responses, Gate::kFail);
    EXPECT_EQ(found.ledger, Gate::kPass);
    EXPECT_THAT(found.reason, HasSubstr("of 400 messages 1 did not arrive as they must"));
  }
  result_.ledger = {.scheduled = 400, .answered = 399};
  EXPECT_EQ(gates().ledger, Gate::kFail);
  result_.ledger = {};
  EXPECT_EQ(gates().responses, Gate::kFail);
}

TEST_F(ConversationGates, FailWhatNobodyCanRead) {
  result_.unreadable = 1;
  EXPECT_EQ(gates().responses, Gate::kFail);
}

TEST_F(ConversationGates, FailAnotherOrderAndWhatComesTwice) {
  using Counts = stream::FanoutCounts;
  for (std::uint64_t Counts::*wrong :
       {&Counts::order_gaps, &Counts::order_backwards, &Counts::order_disagreements, &Counts::duplicated,
        &Counts::strangers, &Counts::wrong_senders}) {
    result_.fan_out->counts = {};
    result_.fan_out->counts.*wrong = 1;
    EXPECT_EQ(gates().order, Gate::kFail);
    EXPECT_THAT(gates().reason, HasSubstr("not one order for all"));
  }
  using Echoes = stream::MessageCounts;
  result_.fan_out.reset();
  EXPECT_EQ(gates().order, Gate::kPass);
  for (std::uint64_t Echoes::*wrong : {&Echoes::reordered, &Echoes::duplicated, &Echoes::strangers}) {
    result_.counts = {};
    result_.counts.*wrong = 1;
    EXPECT_EQ(gates().order, Gate::kFail);
  }
}

TEST_F(ConversationGates, FailConnectionsThatWereRefusedEndedOrNotCounted) {
  result_.endings.closed_by_peer[1013] = 1;
  EXPECT_EQ(gates().keepalive, Gate::kFail);
  EXPECT_THAT(gates().reason, HasSubstr("4 of 4 connections were established, 1 ended"));
  result_.endings = {};
  EXPECT_EQ(gates(5).ledger, Gate::kFail);
  result_.handshakes.established = 3;
  EXPECT_EQ(gates(3).keepalive, Gate::kFail);
}

TEST_F(ConversationGates, HoldTheServersCountOfLinesAgainstThoseThatWereSent) {
  plan_.conversation = stream::Conversation::kLines;
  result_.fan_out.reset();
  result_.counts.sent = 410;
  EXPECT_TRUE(gates(410).passed()) << gates(410).reason;
  EXPECT_EQ(gates(409).ledger, Gate::kFail);
  EXPECT_THAT(gates(409).reason, HasSubstr("410 lines were sent; the server counted 409 lines"));
}

TEST_F(ConversationGates, FailAGameThatTicksEarlyOrForgetsAStep) {
  play();
  result_.game->steps_due = result_.game->steps_seen = 10;
  EXPECT_TRUE(gates().passed()) << gates().reason;
  EXPECT_EQ(gates().early, Gate::kPass);
  result_.game->early = 1;
  EXPECT_EQ(gates().early, Gate::kFail);
  result_.game->early = 0;
  result_.game->steps_seen = 9;
  EXPECT_EQ(gates().responses, Gate::kFail);
  EXPECT_THAT(gates().reason, HasSubstr("1 steps were never seen"));
}

TEST_F(ConversationGates, FailAClientThatWasTheBottleneckAndALoadThatWasNotSent) {
  result_.client_busy_share = 0.8;
  EXPECT_EQ(gates().client, Gate::kFail);
  EXPECT_EQ(gates().guards, "CLIENT_SATURATED");
  result_.client_busy_share = 0.1;
  result_.interrupted = true;
  EXPECT_THAT(gates().reason, HasSubstr("INTERRUPTED"));
}

TEST_F(ConversationGates, AClosedLoopMaySaturateItsServer) {
  plan_.schedule.reset();
  result_.open_loop.reset();
  EXPECT_EQ(gates().saturation, Gate::kWarn);
  EXPECT_EQ(limited_by(result_, {.server_busy_share = 0.1}), "mixed");
  EXPECT_EQ(limited_by(result_, {.server_busy_share = 0.95}), "server CPU");
}

TEST_F(ConversationGates, TheRowNamesFatesAsThoseOfRequestsAndLeavesTheOthersEmpty) {
  result_.ledger = {.scheduled = 28,
                    .answered = 1,
                    .wrong_answer = 2,
                    .lost = 3,
                    .cut_off = 4,
                    .send_failed = 5,
                    .in_flight_at_end = 6,
                    .never_sent = 7};
  const results::SliceRow written = row();
  EXPECT_EQ(written.scheduled, 28U);
  EXPECT_EQ(written.ok, 1U);
  EXPECT_EQ(written.bad_response, 2U);
  EXPECT_EQ(written.timeout, 3U);
  EXPECT_EQ(written.reset_before_byte, 9U);
  EXPECT_EQ(written.in_flight_at_end, 6U);
  EXPECT_EQ(written.never_dispatched, 7U);
  EXPECT_FALSE(written.http_error || written.connect_failed || written.reset_mid_body || written.shed);
  EXPECT_FALSE(written.little_ratio || written.jain_index || written.new_connections);
}

TEST_F(ConversationGates, TheRowHasTheTimesThatThereAre) {
  EXPECT_NEAR(*row().service_p50_us, 1000, 5);
  EXPECT_NEAR(*row().response_p50_us, 1000, 5);
  EXPECT_FALSE(row().response_p99_us) << "400 deliveries have four beyond it";
  EXPECT_NEAR(*row().last_member_p50_us, 2000, 10);
  EXPECT_NEAR(*row().client_cpu_us_per_request, 10, 0.1);
  EXPECT_EQ(row().throughput_rps, 400);
  EXPECT_FALSE(row().client_in_line_share);
  result_.client_in_line_share = 0.01;
  EXPECT_EQ(row().client_in_line_share, 0.01);
  play();
  EXPECT_FALSE(row().service_p50_us || row().service_min_us || row().service_max_us);
  EXPECT_TRUE(row().response_p50_us);
  result_.fan_out.reset();
  result_.open_loop.reset();
  EXPECT_FALSE(row().last_member_p50_us || row().response_p50_us || row().lateness_p50_us);
}

}  // namespace
}  // namespace harness::experiment
