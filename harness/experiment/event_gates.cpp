#include "harness/experiment/event_gates.hpp"

#include "harness/experiment/conversation_gates.hpp"
#include "harness/experiment/event_figures.hpp"
#include "harness/experiment/gate_reasons.hpp"
#include "harness/stream/message_guards.hpp"

namespace harness::experiment {
namespace {

using stream::SsePlan;
using stream::SseResult;

Gate ledger_gate(const SseResult& result, const Surroundings& around, GateReasons& gates) {
  const auto& ledger = result.stay->ledger;
  const Gate balances = gates.check(ledger.balances(),
                                    fmt::format("the ledger does not balance: {} scheduled, {} accounted for",
                                                ledger.scheduled, ledger.resolved()));
  const std::uint64_t asked = requests_of(result);
  const Gate agrees = gates.check(around.server_requests.value_or(asked) == asked,
                                  fmt::format("{} streams were asked for; the server counted {} requests",
                                              asked, around.server_requests.value_or(0)));
  return std::max(balances, agrees);
}

Gate responses_gate(const SseResult& result, GateReasons& gates) {
  const auto& ledger = result.stay->ledger;
  const std::uint64_t missing = ledger.failed() + ledger.in_flight_at_end;
  return gates.check(
      ledger.answered > 0 && missing + result.counts.oversized + result.counts.wrong_data == 0,
      fmt::format("of {} events {} did not arrive as they must: {}{}{}", ledger.scheduled, missing,
                  listed({{result.counts.wrong_data, "wrong"},
                          {ledger.lost, "lost"},
                          {ledger.cut_off, "cut off"},
                          {ledger.never_sent, "of streams that never began"},
                          {ledger.in_flight_at_end, "still missing at the end"},
                          {result.counts.oversized, "too long to read"}}),
                  result.first_problem.empty() ? "" : "; the first: ", result.first_problem));
}

Gate order_gate(const SseResult& result, GateReasons& gates) {
  const std::string wrong = listed({{result.counts.missing, "left out"},
                                    {result.counts.duplicated, "came twice"},
                                    {result.counts.reordered, "in another order"},
                                    {result.counts.strangers, "that nobody had promised"}});
  return gates.check(wrong.empty(), "not each once and in order: " + wrong);
}

Gate streams_gate(const SsePlan& plan, const SseResult& result, GateReasons& gates) {
  const stream::SseStreams& streams = result.streams;
  return gates.check(
      streams.left == static_cast<std::uint64_t>(plan.streams),
      fmt::format("{} of {} streams went on until the client left: {}", streams.left, plan.streams,
                  listed({{streams.to_the_end + streams.ended_early, "ended"},
                          {streams.stalled, "stalled"},
                          {streams.still_running, "stopped"},
                          {streams.connect_failed, "without a connection"},
                          {streams.no_answer, "without an answer"},
                          {streams.refused, "refused"},
                          {streams.broken, "broken"}})));
}

}  // namespace

SliceGates check_conversation(const SsePlan& plan, const SseResult& result, const Surroundings& around) {
  SliceGates gates;
  GateReasons reasons;
  gates.ledger = ledger_gate(result, around, reasons);
  gates.responses = responses_gate(result, reasons);
  gates.order = order_gate(result, reasons);
  gates.early = reasons.check(result.stay->early == 0,
                              fmt::format("{} events were made before they were due", result.stay->early));
  gates.keepalive = streams_gate(plan, result, reasons);
  check_surroundings(gates, result.stay->client_busy_share, around, stream::guards_of(plan, result, around),
                     reasons);
  gates.reason = reasons.reasons();
  return gates;
}

std::string limited_by(const SseResult& result, const Surroundings& around) {
  if (server_saturated(around)) return "server CPU";
  return result.stay->client_busy_share > kClientBusyLimit ? "client CPU" : "schedule";
}

}  // namespace harness::experiment
