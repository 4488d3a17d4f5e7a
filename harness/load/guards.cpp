#include "harness/load/guards.hpp"

#include <algorithm>
#include <cmath>

#include "harness/load/guard_collector.hpp"
#include "harness/stats/lattice.hpp"
#include "harness/stats/level_change.hpp"

namespace harness::load {
namespace {

double share(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

void check_ledger(const LoadResult& result, const Surroundings& around, GuardCollector& guards) {
  guards.add_if(!result.ledger.balances(), "LEDGER_UNBALANCED", GuardLevel::kInvalid,
                "{} scheduled, {} accounted for", result.ledger.scheduled, result.ledger.resolved());
  guards.add_if(result.interrupted, "INTERRUPTED", GuardLevel::kInvalid,
                "stopped before the window was over");
  // A request that was lost on the way may or may not have reached the server.
  const std::uint64_t seen = around.server_requests.value_or(result.sent_in_all);
  const bool agrees = seen <= result.sent_in_all && seen + result.not_ok_in_all >= result.sent_in_all;
  guards.add_if(!agrees, "LEDGER_UNRECONCILED", GuardLevel::kInvalid,
                "{} requests were sent, {} of them without an ok answer; the server counted {}",
                result.sent_in_all, result.not_ok_in_all, seen);
  guards.add_if(!around.not_equivalent.empty(), "NOT_EQUIVALENT", GuardLevel::kInvalid, "{}",
                around.not_equivalent);
}

void check_closed_loop(const LoadPlan& plan, const LoadResult& result, GuardCollector& guards) {
  const auto little = result.little_ratio(plan.connections);
  guards.add_if(little && std::abs(*little - 1) > little_tolerance(result.turns), "LITTLE_VIOLATION",
                GuardLevel::kInvalid, "throughput × mean service time is {:.3f} of the {} connections",
                little.value_or(0), plan.connections);
  const bool enough = static_cast<double>(result.ledger.ok) >= kAnswersForJain * plan.connections;
  const bool uneven = enough && result.jain_index.value_or(1) < kJainLimit;
  guards.add_if(result.connections_without_response > 0 || uneven, "UNFAIR_CONNECTIONS", GuardLevel::kSuspect,
                "{} of {} connections got no answer in the window; Jain's index of the answers is {:.3f}",
                result.connections_without_response, plan.connections, result.jain_index.value_or(0));
}

/// The level of each full interval: what was answered in a closed loop, how long it took in an open one.
std::vector<double> levels_of(const LoadResult& result) {
  std::vector<double> levels;
  if (!result.series || result.series->intervals().empty()) return levels;
  const std::int64_t full = result.window / result.series->length();
  if (!result.open_loop) levels.assign(static_cast<std::size_t>(full), 0.5);  // a level is above 0
  for (const Interval& interval : result.series->intervals()) {
    if (interval.number >= full || interval.service.empty()) continue;
    if (result.open_loop) {
      levels.push_back(*to_histogram(interval.service).mean_ns());
    } else {
      levels[static_cast<std::size_t>(interval.number)] = static_cast<double>(interval.ok());
    }
  }
  return levels;
}

void check_steadiness(const LoadResult& result, const Surroundings& around, GuardCollector& guards) {
  const auto change = stats::best_level_change(levels_of(result));
  const bool moved = change && std::max(change->ratio, 1 / change->ratio) > kLevelMoves;
  guards.add_if(moved && change->explained > kLevelExplains, "TWO_REGIMES", GuardLevel::kSuspect,
                "after {} the {} was {:.2f} times what it was before; one figure for both is neither",
                moved ? human(result.series->length() * static_cast<std::int64_t>(change->at)) : "",
                result.open_loop ? "service time" : "throughput", change ? change->ratio : 1);
  const auto lattice = stats::find_lattice(result.service, around.promised_wait.value_or(Nanoseconds(0)));
  if (!lattice) return;
  // A busy server may well take this long; one that is held up by a timer has nothing to do meanwhile.
  const bool busy = lattice->share > 0.5 && around.server_busy_share.value_or(0) > 0.5;
  guards.add_if(
      !busy, "QUANTIZED", GuardLevel::kSuspect,
      "{:.1f} % of the answers took {} {}: a timer (delayed acknowledgement, Nagle, a coarse clock) "
      "holds them up, not the work",
      100 * lattice->share, lattice->repeats ? "whole multiples of" : "just over", human(lattice->step));
}

void check_machine(const LoadResult& result, const Surroundings& around, GuardCollector& guards) {
  const std::string noise = machine_noise(around, result.client_in_line_share);
  guards.add_if(!noise.empty(), "MACHINE_NOISE", GuardLevel::kSuspect, "{}", noise);
}

void check_saturation(const LoadPlan& plan, const LoadResult& result, const Surroundings& around,
                      GuardCollector& guards) {
  const auto& server = around.server_busy_share;
  const bool client_limits =
      result.client_busy_share > kClientBusyLimit && server.value_or(0) < kServerBusyLimit;
  guards.add_if(client_limits, "CLIENT_SATURATED", server ? GuardLevel::kInvalid : GuardLevel::kSuspect,
                "a client thread was {:.0f} % busy{}; the rate is a lower bound",
                100 * result.client_busy_share,
                server ? fmt::format(" and the server only {:.0f} %", 100 * *server)
                       : std::string(" and how busy the server was is not known"));
  // Waiting is what such an endpoint is for, and one connection alone saturates nothing.
  const bool capacity = !plan.schedule && plan.connections > 1 && !around.promised_wait;
  guards.add_if(capacity && server && *server < kServerBusyLimit && !client_limits, "SERVER_NOT_SATURATED",
                GuardLevel::kSuspect, "the server was {:.0f} % busy: this rate is not its capacity",
                100 * server.value_or(0));
}

void check_open_loop(const LoadPlan& plan, const LoadResult& result, GuardCollector& guards) {
  const bool enough = result.ledger.ok >= kAnswersForLittle;
  const auto little = enough ? result.little_ratio(result.mean_in_flight) : std::nullopt;
  guards.add_if(little && std::abs(*little - 1) > kLittleTolerance, "LITTLE_VIOLATION", GuardLevel::kInvalid,
                "throughput × mean service time is {:.3f} of the {:.2f} requests in flight",
                little.value_or(0), result.mean_in_flight);
  const Ledger& ledger = result.ledger;
  const double sent_share = 1 - share(ledger.never_dispatched + ledger.shed, ledger.scheduled);
  guards.add_if(
      sent_share < kRateReached, "RATE_NOT_REACHED", GuardLevel::kInvalid,
      "{:.1f} % of the {} due requests were sent; {} waited for a connection until the end, {} past their "
      "deadline",
      100 * sent_share, ledger.scheduled, ledger.never_dispatched, ledger.shed);

  const double waited = share(result.waited_for_connection, ledger.scheduled);
  guards.add_if(
      waited > kWaitedLimit, "CONNECTIONS_EXHAUSTED", GuardLevel::kSuspect,
      "{:.1f} % of the requests found all {} connections busy: the response time holds that wait, the "
      "service time does not",
      100 * waited, plan.connections);
  if (waited > kWaitedLimit) return;  // then lateness is not the client's alone
  const std::string late = bad_pacing(*result.open_loop);
  guards.add_if(!late.empty(), "PACING_BAD", GuardLevel::kSuspect, "{}", late);
}

}  // namespace

const char* name_of(GuardLevel level) {
  return level == GuardLevel::kInvalid ? "INVALID" : "SUSPECT";
}

std::string bad_pacing(const OpenLoopTimes& times) {
  for (const double quantile : {0.5, 0.99}) {
    const auto late = times.lateness.quantile(quantile);
    const auto response = times.response.quantile(quantile);
    if (!late || !response) continue;
    const auto relative = static_cast<std::int64_t>(kLatenessShare * static_cast<double>(response->count()));
    const Nanoseconds allowed = std::max(kLatenessFloor, Nanoseconds(relative));
    if (*late <= allowed) continue;
    return fmt::format(
        "{:g} % was sent more than {} after it was due, which of a response time of {} is too "
        "much; allowed is {}",
        100 * (1 - quantile), human(*late), human(*response), human(allowed));
  }
  return {};
}

std::string machine_noise(const Surroundings& around, std::optional<double> client_in_line_share) {
  const double in_line = client_in_line_share.value_or(0);
  const double steal = around.steal_share.value_or(0);
  const Nanoseconds stall = around.longest_stall.value_or(Nanoseconds(0));
  std::string seen;
  const auto add = [&](bool noisy, std::string what) {
    if (noisy) seen += (seen.empty() ? "" : ", ") + std::move(what);
  };
  add(steal > kStealLimit, fmt::format("the hypervisor took {:.1f} % of the CPU time", 100 * steal));
  add(stall > kStallLimit, fmt::format("the machine stood still for up to {}", human(stall)));
  add(in_line > kInLineLimit,
      fmt::format("the client waited {:.1f} % of the time for its CPU", 100 * in_line));
  return seen;
}

std::vector<Guard> guards_of(const LoadPlan& plan, const LoadResult& result, const Surroundings& around) {
  GuardCollector guards;
  check_ledger(result, around, guards);
  result.open_loop ? check_open_loop(plan, result, guards) : check_closed_loop(plan, result, guards);
  check_saturation(plan, result, around, guards);
  check_steadiness(result, around, guards);
  check_machine(result, around, guards);
  return std::move(guards).found();
}

}  // namespace harness::load
