#include "harness/experiment/gates.hpp"

#include <charconv>
#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "harness/experiment/gate_reasons.hpp"
#include "harness/verify/worker_counts.hpp"

namespace harness::experiment {
namespace {

/// These have columns of their own.
bool has_a_gate(const std::string& code) {
  return code == "LEDGER_UNBALANCED" || code == "LITTLE_VIOLATION" || code == "CLIENT_SATURATED";
}

std::string lost_answers(const load::LoadResult& result) {
  const auto& ledger = result.ledger;
  return fmt::format("{} of {} requests failed ({} outside the window, {} unanswered at the end){}{}",
                     ledger.failed(), ledger.scheduled, result.failures_outside_window,
                     ledger.in_flight_at_end, result.first_problem.empty() ? "" : ": ", result.first_problem);
}

}  // namespace

bool server_saturated(const Surroundings& around) {
  return around.server_busy_share && *around.server_busy_share >= kServerBusyLimit;
}

SliceGates check_slice(const load::LoadPlan& plan, const load::LoadResult& result,
                       const Surroundings& around) {
  SliceGates gates;
  GateReasons verdicts;
  const auto& ledger = result.ledger;
  gates.ledger = verdicts.check(ledger.balances(),
                                fmt::format("the ledger does not balance: {} scheduled, {} accounted for",
                                            ledger.scheduled, ledger.resolved()));
  const bool censored =
      static_cast<double>(ledger.in_flight_at_end) > kCensoredLimit * static_cast<double>(ledger.scheduled);
  gates.responses = verdicts.check(
      ledger.ok > 0 && ledger.failed() == 0 && result.failures_outside_window == 0 && !censored,
      lost_answers(result));
  const double in_flight = plan.schedule ? result.mean_in_flight : plan.connections;
  if (const auto little = result.little_ratio(in_flight)) {
    gates.little = verdicts.check(
        std::abs(*little - 1) <= load::little_tolerance(result.turns),
        plan.schedule
            ? fmt::format("Little's law is off: throughput × service time is {:.3f} of the {:.3g} in flight",
                          *little, in_flight)
            : fmt::format("Little's law is off: throughput × service time is {:.3f} of the {} connections",
                          *little, plan.connections));
  }
  if (around.promised_wait && result.service.min()) {
    gates.early = verdicts.check(*result.service.min() >= *around.promised_wait,
                                 fmt::format("answered after {} instead of {}", human(*result.service.min()),
                                             human(*around.promised_wait)));
  }
  gates.client = verdicts.check(
      result.client_busy_share <= kClientBusyLimit || server_saturated(around),
      fmt::format("the load generator was {:.0f} % busy and the server was not saturated: the rate "
                  "is a lower bound",
                  100 * result.client_busy_share));
  if (!plan.schedule) {
    const double allowed = kReconnectsPerAnswer * static_cast<double>(ledger.ok);
    gates.keepalive = verdicts.check(
        static_cast<double>(result.new_connections) <= allowed,
        fmt::format("{} connections were opened anew for {} answers: the server does not keep them alive",
                    result.new_connections, ledger.ok));
  }
  if (around.log_bytes) {
    gates.log = verdicts.check(*around.log_bytes == 0,
                               fmt::format("the server logged {} bytes meanwhile", *around.log_bytes));
  }
  if (around.listen_overflows) {
    gates.backlog = verdicts.check(
        *around.listen_overflows == 0,
        fmt::format("the kernel dropped {} connections at a full listen queue", *around.listen_overflows));
  }
  if (!plan.schedule && !around.promised_wait && around.server_busy_share)
    gates.saturation = server_saturated(around) ? Gate::kPass : Gate::kWarn;
  if (around.workers > 1 && around.evenness && plan.connections >= kConnectionsPerWorker * around.workers) {
    gates.accept = verdicts.check(
        *around.evenness >= verify::kEvenlyShared,
        fmt::format("the {} workers did not share the requests: Jain's index {:.2f}, at least {} is even",
                    around.workers, *around.evenness, verify::kEvenlyShared));
  }
  for (const load::Guard& guard : load::guards_of(plan, result, around)) {
    gates.guards += (gates.guards.empty() ? "" : " ") + guard.code;
    if (guard.level == load::GuardLevel::kInvalid && !has_a_gate(guard.code))
      verdicts.check(false, fmt::format("{}: {}", guard.code, guard.detail));
  }
  gates.reason = verdicts.reasons();
  return gates;
}

std::string limited_by(const load::LoadResult& result, const Surroundings& around) {
  if (server_saturated(around)) return "server CPU";
  if (result.client_busy_share > kClientBusyLimit) return "client CPU";
  if (result.open_loop) return "schedule";
  if (around.promised_wait && around.server_busy_share.value_or(0) < 0.5) return "waiting";
  return "mixed";
}

std::optional<Nanoseconds> promised_wait(std::string_view target) {
  constexpr std::string_view kDelay = "/delay?ms=";
  if (!target.starts_with(kDelay)) return std::nullopt;
  int ms = 0;
  const auto [end, failure] =
      std::from_chars(target.data() + kDelay.size(), target.data() + target.size(), ms);
  if (failure != std::errc{}) return std::nullopt;
  return milliseconds(ms);
}

}  // namespace harness::experiment
