#include "harness/experiment/event_gates.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/experiment/event_figures.hpp"

namespace harness::experiment {
namespace {

using testing::HasSubstr;

/// Four streams with 400 events in a window of one second, each there after 1 ms.
class EventGates : public testing::Test {
 protected:
  EventGates() {
    plan_.streams = 4;
    plan_.stay = stream::SseStay{.lead_in = milliseconds(600), .duration = seconds(1)};
    result_.streams = {.tried = 4, .left = 4};
    result_.stay = stream::SseStayResult{.ledger = {.scheduled = 400, .answered = 400},
                                         .window = seconds(1),
                                         .bytes_in = 9000,
                                         .client_cpu = milliseconds(4),
                                         .client_busy_share = 0.004};
    for (int i = 0; i < 400; ++i) result_.times.response.record(milliseconds(1));
  }
  /// Streams count as requests.
  [[nodiscard]] SliceGates gates(std::uint64_t counted = 4) const {
    return check_conversation(
        plan_, result_,
        {.server_busy_share = 0.1, .server_requests = counted, .log_bytes = 0, .listen_overflows = 0});
  }
  stream::SsePlan plan_;
  stream::SseResult result_;
};

TEST_F(EventGates, PassWhatIsSoundAndSayNothingOfWhatItHasNot) {
  const SliceGates found = gates();
  EXPECT_TRUE(found.passed()) << found.reason;
  for (const Gate gate : {found.ledger, found.responses, found.order, found.early, found.client,
                          found.keepalive, found.log, found.backlog})
    EXPECT_EQ(gate, Gate::kPass);
  for (const Gate gate : {found.little, found.saturation, found.accept}) EXPECT_EQ(gate, Gate::kNa);
  EXPECT_EQ(found.guards, "");
  EXPECT_EQ(limited_by(result_, {.server_busy_share = 0.1}), "schedule");
  EXPECT_EQ(limited_by(result_, {.server_busy_share = 0.95}), "server CPU");
}

TEST_F(EventGates, FailASingleEventThatIsMissingWhereverItIs) {
  using Ledger = stream::MessageLedger;
  for (std::uint64_t Ledger::*fate : {&Ledger::wrong_answer, &Ledger::lost, &Ledger::cut_off,
                                      &Ledger::in_flight_at_end, &Ledger::never_sent}) {
    result_.stay->ledger = {.scheduled = 400, .answered = 399};
    result_.stay->ledger.*fate = 1;
    EXPECT_EQ(gates().responses, Gate::kFail);
    EXPECT_EQ(gates().ledger, Gate::kPass);
    EXPECT_THAT(gates().reason, HasSubstr("of 400 events 1 did not arrive as they must"));
  }
  result_.stay->ledger = {.scheduled = 400, .answered = 399};
  EXPECT_EQ(gates().ledger, Gate::kFail);
  result_.stay->ledger = {};
  EXPECT_EQ(gates().responses, Gate::kFail);
}

TEST_F(EventGates, FailWhatIsWrongOrOutOfOrderAlsoOutsideOfTheWindow) {
  using Counts = stream::SseCounts;
  for (std::uint64_t Counts::*wrong :
       {&Counts::missing, &Counts::duplicated, &Counts::reordered, &Counts::strangers}) {
    result_.counts = {};
    result_.counts.*wrong = 1;
    EXPECT_EQ(gates().order, Gate::kFail);
    EXPECT_THAT(gates().reason, HasSubstr("not each once and in order: 1 "));
  }
  for (std::uint64_t Counts::*wrong : {&Counts::wrong_data, &Counts::oversized}) {
    result_.counts = {};
    result_.counts.*wrong = 1;
    EXPECT_EQ(gates().responses, Gate::kFail);
  }
  result_.counts = {};
  result_.stay->early = 1;
  EXPECT_EQ(gates().early, Gate::kFail);
}

TEST_F(EventGates, FailStreamsThatEndedOrWereNotCounted) {
  EXPECT_EQ(gates(5).ledger, Gate::kFail);
  EXPECT_THAT(gates(5).reason, HasSubstr("4 streams were asked for; the server counted 5"));
  result_.streams = {.tried = 4, .ended_early = 1, .left = 3};
  EXPECT_EQ(gates().keepalive, Gate::kFail);
  EXPECT_THAT(gates().reason, HasSubstr("3 of 4 streams went on until the client left: 1 ended"));
  result_.streams = {.tried = 4, .refused = 1, .left = 3};
  EXPECT_THAT(gates().guards, HasSubstr("STREAMS_NOT_OPENED"));
}

TEST_F(EventGates, FailAClientThatWasTheBottleneck) {
  result_.stay->client_busy_share = 0.8;
  EXPECT_EQ(gates().client, Gate::kFail);
  EXPECT_EQ(gates().guards, "CLIENT_SATURATED");
  result_.stay->client_busy_share = 0.1;
  result_.interrupted = true;
  EXPECT_THAT(gates().reason, HasSubstr("INTERRUPTED"));
}

TEST_F(EventGates, TheRowHasTheColumnsThatConversationsHave) {
  results::SliceRow row;
  result_.stay->ledger.in_flight_at_end = 1;
  describe_conversation(row, plan_, result_);
  EXPECT_EQ(row.lead_in_s, 0.6);
  EXPECT_EQ(row.duration_s, 1);
  EXPECT_EQ(row.scheduled, 400U);
  EXPECT_EQ(row.ok, 400U);
  EXPECT_EQ(row.in_flight_at_end, 1U);
  EXPECT_EQ(row.throughput_rps, 400);
  EXPECT_NEAR(*row.response_p50_us, 1000, 5);
  EXPECT_FALSE(row.response_p99_us) << "400 events have four beyond it";
  EXPECT_FALSE(row.service_p50_us || row.lateness_p50_us || row.little_ratio || row.http_error);
  EXPECT_EQ(row.bytes_in, 9000U);
  EXPECT_NEAR(*row.client_cpu_us_per_request, 10, 0.1);
  EXPECT_NEAR(*row.exact_up_to_quantile, 400.0 / 401, 1e-9);
}

}  // namespace
}  // namespace harness::experiment
