#include "harness/load/guards.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::load {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

LoadPlan open_plan() {
  LoadPlan plan;
  plan.schedule = ScheduleSpec{};
  return plan;
}

/// 1,000 requests in one second, each 10 ms, all as they should be.
LoadResult healthy(bool open_loop) {
  LoadResult result;
  result.window = seconds(1);
  result.throughput_rps = 1000;
  result.mean_in_flight = 10;
  result.answered_mean_ns = 10e6;
  result.ledger.scheduled = result.ledger.ok = 1000;
  if (open_loop) result.open_loop.emplace();
  for (int i = 0; i < 1000; ++i) {
    result.service.record(milliseconds(10));
    if (!open_loop) continue;
    result.open_loop->response.record(milliseconds(10));
    result.open_loop->lateness.record(Nanoseconds(5'000));
  }
  return result;
}

std::vector<std::string> codes(const LoadPlan& plan, const LoadResult& result,
                               const Surroundings& around = {}) {
  std::vector<std::string> found;
  for (const Guard& guard : guards_of(plan, result, around)) found.push_back(guard.code);
  return found;
}

TEST(Guards, AreSilentOnAHealthyLoad) {
  LoadPlan closed;
  closed.connections = 10;
  EXPECT_THAT(codes(closed, healthy(false)), IsEmpty());
  EXPECT_THAT(codes(open_plan(), healthy(true)), IsEmpty());
}

TEST(Guards, FireWhenTheLedgerDoesNotBalance) {
  LoadResult result = healthy(true);
  ++result.ledger.scheduled;
  EXPECT_THAT(codes(open_plan(), result), ElementsAre("LEDGER_UNBALANCED"));
  EXPECT_EQ(guards_of(open_plan(), result)[0].level, GuardLevel::kInvalid);
}

TEST(Guards, FireWhenAClosedLoopDidNotKeepItsConnectionsBusy) {
  LoadPlan plan;
  plan.connections = 64;
  EXPECT_THAT(codes(plan, healthy(false)), ElementsAre("LITTLE_VIOLATION"));
}

TEST(Guards, FireWhenAnOpenLoopContradictsItself) {
  LoadResult result = healthy(true);
  result.mean_in_flight = 12;
  EXPECT_THAT(codes(open_plan(), result), ElementsAre("LITTLE_VIOLATION"));
}

TEST(Guards, DoNotHoldAHandfulOfAnswersToLittlesLaw) {
  LoadResult result = healthy(true);
  result.mean_in_flight = 28;
  result.ledger.scheduled = result.ledger.ok = 99;
  EXPECT_THAT(codes(open_plan(), result), IsEmpty());
}

TEST(Guards, FireWhenTheRateWasNotReached) {
  LoadResult result = healthy(true);
  result.ledger.ok -= 20;
  result.ledger.never_dispatched = 15;
  result.ledger.shed = 5;
  EXPECT_THAT(codes(open_plan(), result), ElementsAre("RATE_NOT_REACHED"));
}

TEST(Guards, SayThatConnectionsRanOutInsteadOfBlamingThePacing) {
  LoadResult result = healthy(true);
  for (int i = 0; i < 100; ++i) result.open_loop->lateness.record(milliseconds(30));
  result.waited_for_connection = 100;
  EXPECT_THAT(codes(open_plan(), result), ElementsAre("CONNECTIONS_EXHAUSTED"));
}

TEST(Guards, FireWhenTheClientItselfWasLate) {
  LoadResult result = healthy(true);
  for (int i = 0; i < 20; ++i)
    result.open_loop->lateness.record(Nanoseconds(600'000));  // 5 % of 10 ms is 0.5 ms
  EXPECT_THAT(codes(open_plan(), result), ElementsAre("PACING_BAD"));
}

/// 1,000 requests of which 20 took longer: the p99 is one of theirs.
OpenLoopTimes times_of(Nanoseconds response, Nanoseconds long_response, Nanoseconds late,
                       Nanoseconds long_late) {
  OpenLoopTimes times;
  for (int i = 0; i < 1000; ++i) {
    times.response.record(i < 980 ? response : long_response);
    times.lateness.record(i < 980 ? late : long_late);
  }
  return times;
}

TEST(Guards, HoldEachPercentileOfTheLatenessAgainstThatOfTheResponseTimes) {
  LoadResult result = healthy(true);
  const auto codes_of = [&](int late_us, int long_late_us) {
    result.open_loop =
        times_of(microseconds(160), milliseconds(4), microseconds(late_us), microseconds(long_late_us));
    return codes(open_plan(), result);
  };
  EXPECT_THAT(codes_of(10, 190), IsEmpty());  // 5 % of 4 ms are 200 µs
  EXPECT_THAT(codes_of(10, 210), ElementsAre("PACING_BAD"));
  EXPECT_THAT(codes_of(48, 190), IsEmpty());  // 5 % of 160 µs are 8 µs, less than the floor
  EXPECT_THAT(codes_of(53, 190), ElementsAre("PACING_BAD"));
  result.open_loop.emplace();
  EXPECT_THAT(codes(open_plan(), result), IsEmpty());
}

TEST(Guards, FireWhenTheClientWasBusy) {
  LoadResult result = healthy(true);
  result.client_busy_share = 0.8;
  EXPECT_THAT(codes(open_plan(), result), ElementsAre("CLIENT_SATURATED"));
}

TEST(Guards, FireWhenAConnectionOfAClosedLoopStarved) {
  LoadPlan plan;
  plan.connections = 10;
  LoadResult result = healthy(false);
  result.connections_without_response = 1;
  EXPECT_THAT(codes(plan, result), ElementsAre("UNFAIR_CONNECTIONS"));
}

LoadPlan closed_plan() {
  LoadPlan plan;
  plan.connections = 10;
  return plan;
}

TEST(Guards, FireWhenAnswersAreSharedOutUnevenly) {
  LoadResult result = healthy(false);
  result.jain_index = 0.85;
  EXPECT_THAT(codes(closed_plan(), result), ElementsAre("UNFAIR_CONNECTIONS"));
  // 1,000 answers on 200 connections: five each say nothing about fairness.
  LoadPlan many;
  many.connections = 200;
  result.throughput_rps = 20'000;
  EXPECT_THAT(codes(many, result), IsEmpty());
}

TEST(Guards, FireWhenTheServerCountedOtherRequests) {
  LoadResult result = healthy(false);
  result.sent_in_all = 1'200;
  EXPECT_THAT(codes(closed_plan(), result, {.server_requests = 1'200}), IsEmpty());
  EXPECT_THAT(codes(closed_plan(), result, {.server_requests = 1'199}), ElementsAre("LEDGER_UNRECONCILED"));
  EXPECT_THAT(codes(closed_plan(), result, {.server_requests = 1'201}), ElementsAre("LEDGER_UNRECONCILED"));
  result.not_ok_in_all = 2;  // lost on the way there or on the way back
  EXPECT_THAT(codes(closed_plan(), result, {.server_requests = 1'198}), IsEmpty());
  EXPECT_THAT(codes(closed_plan(), result, {.server_requests = 1'197}), ElementsAre("LEDGER_UNRECONCILED"));
}

TEST(Guards, FireWhenThePeersAnswerSomethingElse) {
  Surroundings around;
  around.not_equivalent = "answers are 40 bytes longer than those of node/http";
  EXPECT_THAT(codes(closed_plan(), healthy(false), around), ElementsAre("NOT_EQUIVALENT"));
}

TEST(Guards, SayThatARateIsNoCapacityOnlyWhereOneIsClaimed) {
  Surroundings around;
  around.server_busy_share = 0.5;
  EXPECT_THAT(codes(closed_plan(), healthy(false), around), ElementsAre("SERVER_NOT_SATURATED"));
  EXPECT_THAT(codes(open_plan(), healthy(true), around), IsEmpty());
  around.promised_wait = milliseconds(5);
  EXPECT_THAT(codes(closed_plan(), healthy(false), around), IsEmpty());
  around.promised_wait.reset();
  around.server_busy_share = 0.95;
  EXPECT_THAT(codes(closed_plan(), healthy(false), around), IsEmpty());
}

TEST(Guards, BlameTheClientOnlyWhenTheServerHadTimeLeft) {
  LoadResult result = healthy(false);
  result.client_busy_share = 0.95;
  EXPECT_EQ(guards_of(closed_plan(), result)[0].level, GuardLevel::kSuspect);
  const auto invalid = guards_of(closed_plan(), result, {.server_busy_share = 0.5});
  ASSERT_EQ(invalid.size(), 1U);
  EXPECT_EQ(invalid[0].code, "CLIENT_SATURATED");
  EXPECT_EQ(invalid[0].level, GuardLevel::kInvalid);
  EXPECT_THAT(codes(closed_plan(), result, {.server_busy_share = 0.97}), IsEmpty());
}

TEST(Guards, NameTheNoiseOfTheMachine) {
  Surroundings around;
  around.steal_share = 0.05;
  around.longest_stall = milliseconds(12);
  LoadResult result = healthy(false);
  result.client_in_line_share = 0.05;
  const auto guards = guards_of(closed_plan(), result, around);
  ASSERT_EQ(guards.size(), 1U);
  EXPECT_EQ(guards[0].code, "MACHINE_NOISE");
  EXPECT_EQ(guards[0].detail,
            "the hypervisor took 5.0 % of the CPU time, the machine stood still for up to 12 ms, the client "
            "waited 5.0 % of the time for its CPU");
  EXPECT_THAT(codes(closed_plan(), healthy(false), {.steal_share = 0.01, .longest_stall = milliseconds(2)}),
              IsEmpty());
  result.client_in_line_share = 0.01;
  EXPECT_THAT(codes(closed_plan(), result), IsEmpty());
}

TEST(Guards, FireWhenATimerHeldAnswersUp) {
  LoadResult result = healthy(false);
  for (int i = 0; i < 50; ++i) result.service.record(milliseconds(41));
  result.answered_mean_ns = *result.service.mean_ns();
  result.throughput_rps = 10 / (*result.service.mean_ns() * 1e-9);
  EXPECT_THAT(codes(closed_plan(), result), ElementsAre("QUANTIZED"));
  EXPECT_THAT(codes(closed_plan(), result, {.promised_wait = milliseconds(41)}), IsEmpty());
}

/// A closed loop of 10 s whose intervals have these many answers.
LoadResult with_levels(const std::vector<int>& answers) {
  LoadResult result = healthy(false);
  result.window = seconds(static_cast<int>(answers.size()));
  Recorder recorder({Instant{}, Instant{result.window}, Instant{result.window}}, false, seconds(1));
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const Instant second{seconds(static_cast<int>(i))};
    for (int n = 0; n < answers[i]; ++n) {
      recorder.scheduled(second);
      recorder.finished({second, second, second + milliseconds(10)}, Outcome::kOk);
    }
  }
  recorder.finish();
  result.series = recorder.series();
  return result;
}

TEST(Guards, FireWhenTheLoadHasTwoLevels) {
  const std::vector<int> slow_then_fast{100, 104, 98, 101, 180, 178, 183, 181, 179, 182};
  EXPECT_THAT(codes(closed_plan(), with_levels(slow_then_fast)), ElementsAre("TWO_REGIMES"));
  EXPECT_THAT(guards_of(closed_plan(), with_levels(slow_then_fast))[0].detail,
              testing::StartsWith("after 4 s the throughput was 1.79 times"));
}

TEST(Guards, DoNotTakeNoiseForASecondLevel) {
  EXPECT_THAT(codes(closed_plan(), with_levels({100, 140, 90, 130, 95, 150, 85, 120, 100, 135})), IsEmpty());
  EXPECT_THAT(codes(closed_plan(), with_levels({100, 101, 100, 102, 112, 113, 111, 112, 110, 113})),
              IsEmpty());
}

TEST(Guards, SeeAFreezeOfSecondsAsALevel) {
  EXPECT_THAT(codes(closed_plan(), with_levels({100, 100, 100, 100, 100, 0, 0, 0, 0, 0})),
              ElementsAre("TWO_REGIMES"));
}

}  // namespace
}  // namespace harness::load
