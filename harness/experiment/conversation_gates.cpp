#include "harness/experiment/conversation_gates.hpp"

#include "harness/experiment/conversation_figures.hpp"
#include "harness/experiment/gate_reasons.hpp"
#include "harness/stream/message_guards.hpp"

namespace harness::experiment {
namespace {

using stream::WebSocketPlan;
using stream::WebSocketResult;

/// These have columns of their own.
bool has_a_gate(const std::string& code) {
  return code == "LEDGER_UNBALANCED" || code == "CLIENT_SATURATED" || code == "HANDSHAKES_FAILED" ||
         code == "CONNECTIONS_ENDED" || code == "STREAMS_NOT_OPENED";
}

Gate ledger_gate(const WebSocketPlan& plan, const WebSocketResult& result, const Surroundings& around,
                 GateReasons& gates) {
  const auto& ledger = result.ledger;
  const Gate balances = gates.check(ledger.balances(),
                                    fmt::format("the ledger does not balance: {} scheduled, {} accounted for",
                                                ledger.scheduled, ledger.resolved()));
  const std::uint64_t ours = requests_of(plan, result);
  const bool lines = plan.conversation == stream::Conversation::kLines;
  const Gate agrees =
      gates.check(around.server_requests.value_or(ours) == ours,
                  fmt::format("{} {}; the server counted {} {}", ours,
                              lines ? "lines were sent" : "connections were upgraded",
                              around.server_requests.value_or(0), lines ? "lines" : "requests"));
  return std::max(balances, agrees);
}

Gate responses_gate(const WebSocketResult& result, GateReasons& gates) {
  const auto& ledger = result.ledger;
  const std::uint64_t missing = ledger.failed() + ledger.in_flight_at_end;
  const std::uint64_t unseen = result.game ? result.game->steps_due - result.game->steps_seen : 0;
  return gates.check(
      ledger.answered > 0 && missing + result.unreadable + unseen == 0,
      fmt::format("of {} messages {} did not arrive as they must: {}{}{}", ledger.scheduled, missing,
                  listed({{ledger.wrong_answer, "wrong"},
                          {ledger.lost, "lost"},
                          {ledger.cut_off, "cut off"},
                          {ledger.send_failed, "not written"},
                          {ledger.never_sent, "never sent"},
                          {ledger.in_flight_at_end, "still missing at the end"},
                          {result.unreadable, "unreadable ones came"},
                          {unseen, "steps were never seen"}}),
                  result.first_problem.empty() ? "" : "; the first: ", result.first_problem));
}

Gate order_gate(const WebSocketResult& result, GateReasons& gates) {
  if (!result.fan_out) {
    const stream::MessageCounts& counts = result.counts;
    const std::string wrong = listed({{counts.duplicated, "came twice"},
                                      {counts.reordered, "in another order"},
                                      {counts.strangers, "that nobody had sent"}});
    return gates.check(wrong.empty(), "not each once and in order: " + wrong);
  }
  const stream::FanoutCounts& counts = result.fan_out->counts;
  const std::string wrong = listed({{counts.order_gaps, "gaps"},
                                    {counts.order_backwards, "backwards"},
                                    {counts.order_disagreements, "at different positions"},
                                    {counts.duplicated, "came twice"},
                                    {counts.strangers, "that nobody had sent"},
                                    {counts.wrong_senders, "of a wrong sender"}});
  return gates.check(wrong.empty(), "not one order for all: " + wrong);
}

Gate connections_gate(const WebSocketPlan& plan, const WebSocketResult& result, GateReasons& gates) {
  const std::uint64_t established = result.handshakes.established;
  return gates.check(
      established == static_cast<std::uint64_t>(plan.connections) && result.endings.during_load() == 0,
      fmt::format("{} of {} connections were established, {} ended during the load", established,
                  plan.connections, result.endings.during_load()));
}

}  // namespace

void check_surroundings(SliceGates& gates, double client_busy_share, const Surroundings& around,
                        const std::vector<load::Guard>& guards, GateReasons& reasons) {
  gates.client = reasons.check(
      client_busy_share <= kClientBusyLimit || server_saturated(around),
      fmt::format(
          "the load generator was {:.0f} % busy and the server was not saturated: its own delay is in "
          "every time",
          100 * client_busy_share));
  if (around.log_bytes)
    gates.log = reasons.check(*around.log_bytes == 0,
                              fmt::format("the server logged {} bytes meanwhile", *around.log_bytes));
  if (around.listen_overflows)
    gates.backlog = reasons.check(
        *around.listen_overflows == 0,
        fmt::format("the kernel dropped {} connections at a full listen queue", *around.listen_overflows));
  for (const load::Guard& guard : guards) {
    gates.guards += (gates.guards.empty() ? "" : " ") + guard.code;
    if (guard.level == load::GuardLevel::kInvalid && !has_a_gate(guard.code))
      static_cast<void>(reasons.check(false, fmt::format("{}: {}", guard.code, guard.detail)));
  }
}

SliceGates check_conversation(const WebSocketPlan& plan, const WebSocketResult& result,
                              const Surroundings& around) {
  SliceGates gates;
  GateReasons reasons;
  gates.ledger = ledger_gate(plan, result, around, reasons);
  gates.responses = responses_gate(result, reasons);
  gates.order = order_gate(result, reasons);
  if (result.game)
    gates.early = reasons.check(result.game->early == 0,
                                fmt::format("{} ticks were made before they were due", result.game->early));
  gates.keepalive = connections_gate(plan, result, reasons);
  if (!plan.schedule && around.server_busy_share)
    gates.saturation = server_saturated(around) ? Gate::kPass : Gate::kWarn;
  check_surroundings(gates, result.client_busy_share, around, stream::guards_of(plan, result, around),
                     reasons);
  gates.reason = reasons.reasons();
  return gates;
}

std::string limited_by(const WebSocketResult& result, const Surroundings& around) {
  if (server_saturated(around)) return "server CPU";
  if (result.client_busy_share > kClientBusyLimit) return "client CPU";
  return result.open_loop ? "schedule" : "mixed";
}

}  // namespace harness::experiment
