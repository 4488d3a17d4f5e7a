#include "harness/experiment/gates.hpp"

#include <gtest/gtest.h>

namespace harness::experiment {
namespace {

/// 64 connections, 1 ms each, 64,000 req/s: Little's law holds exactly.
load::LoadResult good() {
  load::LoadResult result;
  result.ledger.scheduled = 100;
  result.ledger.ok = 100;
  for (int i = 0; i < 100; ++i) result.service.record(milliseconds(1));
  result.answered_mean_ns = 1e6;
  result.throughput_rps = 64'000;
  result.client_busy_share = 0.4;
  result.window = seconds(1);
  return result;
}

Surroundings facts() {
  return {.server_busy_share = 0.95};
}

/// Of a closed loop with 64 connections.
SliceGates check_slice(const load::LoadResult& result, const Surroundings& around) {
  load::LoadPlan plan;
  plan.connections = 64;
  return experiment::check_slice(plan, result, around);
}

TEST(Gates, PassASoundSlice) {
  const SliceGates gates = check_slice(good(), facts());
  EXPECT_TRUE(gates.passed()) << gates.reason;
  EXPECT_EQ(gates.ledger, Gate::kPass);
  EXPECT_EQ(gates.little, Gate::kPass);
  EXPECT_EQ(gates.early, Gate::kNa);
}

TEST(Gates, FailWorkersThatDidNotShareTheRequests) {
  Surroundings two = facts();
  two.workers = 2;
  two.evenness = 0.91;
  EXPECT_EQ(check_slice(good(), two).accept, Gate::kPass);
  two.evenness = 0.62;
  const SliceGates gates = check_slice(good(), two);
  EXPECT_EQ(gates.accept, Gate::kFail);
  EXPECT_EQ(gates.reason,
            "the 2 workers did not share the requests: Jain's index 0.62, at least 0.9 is even");
  two.workers = 8;
  EXPECT_EQ(check_slice(good(), two).accept, Gate::kNa)
      << "eight connections for each: chance alone is uneven";
  EXPECT_EQ(check_slice(good(), facts()).accept, Gate::kNa) << "one worker";
}

TEST(Gates, FailALedgerThatDoesNotBalance) {
  auto result = good();
  result.ledger.scheduled = 101;
  const SliceGates gates = check_slice(result, facts());
  EXPECT_EQ(gates.ledger, Gate::kFail);
  EXPECT_EQ(gates.reason, "the ledger does not balance: 101 scheduled, 100 accounted for");
}

TEST(Gates, FailASingleWrongAnswerAndSayWhatItWas) {
  auto result = good();
  result.ledger.ok = 99;
  result.ledger.bad_response = 1;
  result.first_problem = "the body of 4 bytes is not the expected one";
  const SliceGates gates = check_slice(result, facts());
  EXPECT_EQ(gates.responses, Gate::kFail);
  EXPECT_NE(gates.reason.find("1 of 100 requests failed"), std::string::npos);
  EXPECT_NE(gates.reason.find(result.first_problem), std::string::npos);
}

TEST(Gates, FailFailuresInTheLeadInToo) {
  auto result = good();
  result.failures_outside_window = 1;
  EXPECT_EQ(check_slice(result, facts()).responses, Gate::kFail);
}

TEST(Gates, FailWhenSoManyAreUnansweredThatTheP99IsUnknown) {
  auto result = good();
  result.ledger.in_flight_at_end = 2;
  result.ledger.ok = 98;
  EXPECT_EQ(check_slice(result, facts()).responses, Gate::kFail);
}

TEST(Gates, FailLittlesLawBeyondFivePercent) {
  auto result = good();
  result.throughput_rps = 64'000 * 1.049;
  EXPECT_EQ(check_slice(result, facts()).little, Gate::kPass);
  result.throughput_rps = 64'000 * 1.051;
  EXPECT_EQ(check_slice(result, facts()).little, Gate::kFail);
  result.throughput_rps = 64'000 * 0.949;
  EXPECT_EQ(check_slice(result, facts()).little, Gate::kFail);
}

// Turns have more edges, across which X · R̄ strays; a client that leaves one connection in ten idle still
// shows.
TEST(Gates, FailLittlesLawBeyondTenPercentInTurns) {
  auto result = good();
  result.turns = 14;
  result.throughput_rps = 64'000 * 0.901;
  EXPECT_EQ(check_slice(result, facts()).little, Gate::kPass);
  EXPECT_TRUE(check_slice(result, facts()).guards.empty()) << check_slice(result, facts()).guards;
  result.throughput_rps = 64'000 * 0.899;
  EXPECT_EQ(check_slice(result, facts()).little, Gate::kFail);
  EXPECT_EQ(check_slice(result, facts()).guards, "LITTLE_VIOLATION");
}

TEST(Gates, FailAnAnswerBeforeItsTime) {
  Surroundings delayed = facts();
  delayed.promised_wait = milliseconds(1);
  EXPECT_EQ(check_slice(good(), delayed).early, Gate::kPass);
  delayed.promised_wait = milliseconds(1) + Nanoseconds(1);
  EXPECT_EQ(check_slice(good(), delayed).early, Gate::kFail);
}

TEST(Gates, FailABusyClientUnlessTheServerWasSaturated) {
  auto result = good();
  result.client_busy_share = 0.8;
  EXPECT_EQ(check_slice(result, facts()).client, Gate::kPass);
  Surroundings idle = facts();
  idle.server_busy_share = 0.5;
  EXPECT_EQ(check_slice(result, idle).client, Gate::kFail);
  idle.server_busy_share = std::nullopt;
  EXPECT_EQ(check_slice(result, idle).client, Gate::kFail);
}

TEST(Gates, FailConnectionsThatAreOpenedAnewInAClosedLoop) {
  auto result = good();
  EXPECT_EQ(check_slice(result, facts()).keepalive, Gate::kPass);
  result.new_connections = 1;  // of 100 answers
  EXPECT_EQ(check_slice(result, facts()).keepalive, Gate::kFail);
  EXPECT_NE(check_slice(result, facts()).reason.find("does not keep them alive"), std::string::npos);
}

TEST(Gates, FailAServerThatWritesALog) {
  Surroundings around = facts();
  EXPECT_EQ(check_slice(good(), around).log, Gate::kNa);
  around.log_bytes = 0;
  EXPECT_EQ(check_slice(good(), around).log, Gate::kPass);
  around.log_bytes = 80;
  EXPECT_EQ(check_slice(good(), around).log, Gate::kFail);
}

TEST(Gates, FailAFullListenQueue) {
  Surroundings around = facts();
  around.listen_overflows = 0;
  EXPECT_EQ(check_slice(good(), around).backlog, Gate::kPass);
  around.listen_overflows = 3;
  EXPECT_EQ(check_slice(good(), around).backlog, Gate::kFail);
}

TEST(Gates, WarnWhenTheRateIsNotTheServersLimit) {
  EXPECT_EQ(check_slice(good(), facts()).saturation, Gate::kPass);
  Surroundings around = facts();
  around.server_busy_share = 0.89;
  EXPECT_EQ(check_slice(good(), around).saturation, Gate::kWarn);
  EXPECT_TRUE(check_slice(good(), around).passed());
  around.promised_wait = milliseconds(1);
  EXPECT_EQ(check_slice(good(), around).saturation, Gate::kNa);
}

TEST(Gates, NameEveryGuardAndRefuseWhatIsInvalid) {
  auto result = good();
  result.sent_in_all = 150;
  Surroundings around = facts();
  around.steal_share = 0.3;
  EXPECT_TRUE(check_slice(result, around).passed());
  EXPECT_EQ(check_slice(result, around).guards, "MACHINE_NOISE");
  around.server_requests = 149;
  const SliceGates refused = check_slice(result, around);
  EXPECT_FALSE(refused.passed());
  EXPECT_EQ(refused.guards, "LEDGER_UNRECONCILED MACHINE_NOISE");
  EXPECT_EQ(refused.reason.find("LEDGER_UNRECONCILED: 150 requests were sent"), 0U) << refused.reason;
}

TEST(LimitedBy, NamesTheBottleneck) {
  EXPECT_EQ(limited_by(good(), facts()), "server CPU");
  Surroundings waiting{.server_busy_share = 0.2, .promised_wait = milliseconds(50)};
  EXPECT_EQ(limited_by(good(), waiting), "waiting");
  waiting.server_busy_share = 0.7;
  EXPECT_EQ(limited_by(good(), waiting), "mixed");
  auto result = good();
  result.client_busy_share = 0.9;
  EXPECT_EQ(limited_by(result, waiting), "client CPU");
}

TEST(LimitedBy, KnowsThatAnOpenLoopAsksForNoMore) {
  auto result = good();
  result.open_loop.emplace();
  EXPECT_EQ(limited_by(result, {.server_busy_share = 0.3}), "schedule");
  EXPECT_EQ(limited_by(result, {.server_busy_share = 0.95}), "server CPU");
}

TEST(PromisedWait, IsReadFromTheTarget) {
  EXPECT_EQ(promised_wait("/delay?ms=50"), std::optional<Nanoseconds>(milliseconds(50)));
  EXPECT_EQ(promised_wait("/plaintext"), std::nullopt);
}

}  // namespace
}  // namespace harness::experiment
