#include "harness/stream/message_guards.hpp"

#include <utility>

#include <fmt/format.h>

#include "harness/load/guard_collector.hpp"

namespace harness::stream {
namespace {

using load::GuardCollector;
using load::GuardLevel;

void check_ledger(const MessageLedger& ledger, bool interrupted, GuardCollector& guards) {
  guards.add_if(!ledger.balances(), "LEDGER_UNBALANCED", GuardLevel::kInvalid,
                "{} scheduled, {} accounted for", ledger.scheduled, ledger.resolved());
  guards.add_if(interrupted, "INTERRUPTED", GuardLevel::kInvalid, "stopped before the load was over");
}

void check_machine(const load::Surroundings& around, std::optional<double> client_in_line_share,
                   GuardCollector& guards) {
  const std::string noise = load::machine_noise(around, client_in_line_share);
  guards.add_if(!noise.empty(), "MACHINE_NOISE", GuardLevel::kSuspect, "{}", noise);
}

void check_pacing(const WebSocketResult& result, GuardCollector& guards) {
  if (!result.open_loop) return;
  const MessageLedger& ledger = result.ledger;
  const double sent = ledger.scheduled == 0 ? 1
                                            : 1 - static_cast<double>(ledger.never_sent) /
                                                      static_cast<double>(ledger.scheduled);
  guards.add_if(sent < load::kRateReached, "RATE_NOT_REACHED", GuardLevel::kInvalid,
                "{:.1f} % of what was due was sent; {} had no connection to go on", 100 * sent,
                ledger.never_sent);
  const std::string late = load::bad_pacing(*result.open_loop);
  guards.add_if(!late.empty(), "PACING_BAD", GuardLevel::kSuspect, "{}", late);
}

}  // namespace

std::vector<load::Guard> guards_of(const WebSocketPlan& plan, const WebSocketResult& result,
                                   const load::Surroundings& around) {
  GuardCollector guards;
  check_ledger(result.ledger, result.interrupted, guards);
  const Handshakes& handshakes = result.handshakes;
  guards.add_if(handshakes.established < static_cast<std::uint64_t>(plan.connections), "HANDSHAKES_FAILED",
                GuardLevel::kInvalid, "{} of {} connections were established: the load was smaller",
                handshakes.established, plan.connections);
  guards.add_if(result.endings.during_load() > 0, "CONNECTIONS_ENDED", GuardLevel::kSuspect,
                "{} of {} connections ended during the load and were not replaced",
                result.endings.during_load(), handshakes.established);
  check_pacing(result, guards);
  guards.add_if(result.client_busy_share > load::kClientBusyLimit, "CLIENT_SATURATED", GuardLevel::kSuspect,
                "the client thread was {:.0f} % busy; unless the server was saturated too, the rate is a "
                "lower bound",
                100 * result.client_busy_share);
  check_machine(around, result.client_in_line_share, guards);
  return std::move(guards).found();
}

std::vector<load::Guard> guards_of(const SsePlan& plan, const SseResult& result,
                                   const load::Surroundings& around) {
  GuardCollector guards;
  check_ledger(result.stay ? result.stay->ledger : result.ledger, result.interrupted, guards);
  const SseStreams& streams = result.streams;
  const std::uint64_t without = streams.connect_failed + streams.no_answer + streams.refused;
  guards.add_if(without > 0, "STREAMS_NOT_OPENED", GuardLevel::kInvalid,
                "{} of {} streams were not opened: the load was smaller", without, plan.streams);
  const double whole =
      result.length.count() == 0 ? 0 : to_seconds(result.client_cpu) / to_seconds(result.length);
  const double busy = result.stay ? result.stay->client_busy_share : whole;
  guards.add_if(busy > load::kClientBusyLimit, "CLIENT_SATURATED", GuardLevel::kSuspect,
                "the client thread was {:.0f} % busy: its own delay is in every time", 100 * busy);
  check_machine(around, result.stay ? result.stay->client_in_line_share : std::nullopt, guards);
  return std::move(guards).found();
}

}  // namespace harness::stream
