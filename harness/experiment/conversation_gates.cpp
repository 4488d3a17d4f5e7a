#include "harness/experiment/conversation_gates.hpp"

#include "harness/experiment/gate_reasons.hpp"
#include "harness/stream/message_guards.hpp"

namespace harness::experiment {
namespace {

using stream::WebSocketPlan;
using stream::WebSocketResult;

/// These have columns of their own.
bool has_a_gate(const std::string& code) {
  return code == "LEDGER_UNBALANCED" || code == "CLIENT_SATURATED" || code == "HANDSHAKES_FAILED" ||
         code == "CONNECTIONS_ENDED";
}

Gate ledger_gate(const WebSocketResult& result, const Surroundings& around, GateReasons& gates) {
  const auto& ledger = result.ledger;
  const Gate balances = gates.check(ledger.balances(),
                                    fmt::format("the ledger does not balance: {} scheduled, {} accounted for",
                                                ledger.scheduled, ledger.resolved()));
  const std::uint64_t upgrades = result.handshakes.established;
  const Gate agrees = gates.check(around.server_requests.value_or(upgrades) == upgrades,
                                  fmt::format("{} connections were upgraded; the server counted {} requests",
                                              upgrades, around.server_requests.value_or(0)));
  return std::max(balances, agrees);
}

Gate responses_gate(const WebSocketResult& result, GateReasons& gates) {
  const auto& ledger = result.ledger;
  const std::uint64_t unseen = result.game ? result.game->steps_due - result.game->steps_seen : 0;
  const std::uint64_t missing = ledger.failed() + ledger.in_flight_at_end + result.unreadable + unseen;
  return gates.check(
      ledger.answered > 0 && missing == 0,
      fmt::format(
          "of {} messages {} did not arrive as they must ({} wrong, {} lost, {} cut off, {} never sent, {} "
          "still missing at the end; {} unreadable ones came, {} steps were never seen){}{}",
          ledger.scheduled, ledger.failed() + ledger.in_flight_at_end, ledger.wrong_answer, ledger.lost,
          ledger.cut_off + ledger.send_failed, ledger.never_sent, ledger.in_flight_at_end, result.unreadable,
          unseen, result.first_problem.empty() ? "" : ": ", result.first_problem));
}

Gate order_gate(const WebSocketResult& result, GateReasons& gates) {
  if (!result.fan_out) {
    const stream::MessageCounts& counts = result.counts;
    return gates.check(counts.duplicated + counts.reordered + counts.strangers == 0,
                       fmt::format("{} messages came twice, {} in another order, {} that nobody had sent",
                                   counts.duplicated, counts.reordered, counts.strangers));
  }
  const stream::FanoutCounts& counts = result.fan_out->counts;
  return gates.check(
      counts.equal_order() && counts.duplicated + counts.strangers + counts.wrong_senders == 0,
      fmt::format(
          "not one order for all: {} gaps, {} backwards, {} at different positions; {} came twice, {} "
          "that nobody had sent, {} of a wrong sender",
          counts.order_gaps, counts.order_backwards, counts.order_disagreements, counts.duplicated,
          counts.strangers, counts.wrong_senders));
}

Gate connections_gate(const WebSocketPlan& plan, const WebSocketResult& result, GateReasons& gates) {
  const std::uint64_t established = result.handshakes.established;
  return gates.check(
      established == static_cast<std::uint64_t>(plan.connections) && result.endings.during_load() == 0,
      fmt::format("{} of {} connections were established, {} ended during the load", established,
                  plan.connections, result.endings.during_load()));
}

}  // namespace

SliceGates check_conversation(const WebSocketPlan& plan, const WebSocketResult& result,
                              const Surroundings& around) {
  SliceGates gates;
  GateReasons reasons;
  gates.ledger = ledger_gate(result, around, reasons);
  gates.responses = responses_gate(result, reasons);
  gates.order = order_gate(result, reasons);
  if (result.game)
    gates.early = reasons.check(result.game->early == 0,
                                fmt::format("{} ticks were made before they were due", result.game->early));
  gates.client = reasons.check(
      result.client_busy_share <= kClientBusyLimit || server_saturated(around),
      fmt::format(
          "the load generator was {:.0f} % busy and the server was not saturated: its own delay is in "
          "every time",
          100 * result.client_busy_share));
  gates.keepalive = connections_gate(plan, result, reasons);
  if (around.log_bytes)
    gates.log = reasons.check(*around.log_bytes == 0,
                              fmt::format("the server logged {} bytes meanwhile", *around.log_bytes));
  if (around.listen_overflows)
    gates.backlog = reasons.check(
        *around.listen_overflows == 0,
        fmt::format("the kernel dropped {} connections at a full listen queue", *around.listen_overflows));
  if (!plan.schedule && around.server_busy_share)
    gates.saturation = server_saturated(around) ? Gate::kPass : Gate::kWarn;
  for (const load::Guard& guard : stream::guards_of(plan, result, around)) {
    gates.guards += (gates.guards.empty() ? "" : " ") + guard.code;
    if (guard.level == load::GuardLevel::kInvalid && !has_a_gate(guard.code))
      static_cast<void>(reasons.check(false, fmt::format("{}: {}", guard.code, guard.detail)));
  }
  gates.reason = reasons.reasons();
  return gates;
}

std::string limited_by(const WebSocketResult& result, const Surroundings& around) {
  if (server_saturated(around)) return "server CPU";
  if (result.client_busy_share > kClientBusyLimit) return "client CPU";
  return result.open_loop ? "schedule" : "mixed";
}

}  // namespace harness::experiment
