#include "harness/cli/slo_clients_command.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "harness/base/random.hpp"
#include "harness/cli/exit_code.hpp"
#include "harness/cli/load_progress.hpp"
#include "harness/cli/load_stream.hpp"
#include "harness/cli/slo_output.hpp"
#include "harness/load/slo_search.hpp"
#include "harness/stream/message_guards.hpp"
#include "harness/stream/websocket_load.hpp"

namespace harness::cli {
namespace {

constexpr int kFewest = 10;
constexpr int kMost = 20'000;

Result<int> clients_in(const std::string& typed, const std::string& untouched, int otherwise,
                       const char* option) {
  if (typed == untouched) return otherwise;
  int clients = 0;
  const auto [end, failure] = std::from_chars(typed.data(), typed.data() + typed.size(), clients);
  if (failure != std::errc{} || end != typed.data() + typed.size() || clients < 1)
    return usage_error("{}: '{}' is no number of clients; write one such as 100", option, typed);
  return clients;
}

Result<load::SloSearchSpec> search_spec(const LoadOptions& options) {
  const LoadOptions untouched;
  const int least = std::max(1, options.members);
  const auto start =
      clients_in(options.slo_start, untouched.slo_start, std::max(kFewest, least), "--slo-start");
  if (!start) return tl::unexpected(start.error());
  const auto most = clients_in(options.slo_max, untouched.slo_max, kMost, "--slo-max");
  if (!most) return tl::unexpected(most.error());
  if (*start < least)
    return usage_error("--slo-start: {} clients do not fill a room of {}", *start, options.members);
  if (*most < *start)
    return usage_error("--slo-max: {} is below --slo-start {}; the search goes up from there", *most, *start);
  load::SloSearchSpec spec;
  spec.start.value = *start;
  spec.ceiling.value = *most;
  spec.seed = options.seed;
  spec.what = "number";
  spec.unit = " clients";
  return spec;
}

struct Search {
  SloReport report;
  stream::WebSocketPlan plan;  ///< of a probe but for the number of clients
  load::Arrivals arrivals = load::Arrivals::kUniform;
  std::uint64_t seed = 1;
};

Result<SloClients> clients_of(const LoadOptions& options, const stream::WebSocketPlan& plan) {
  if (options.each.empty())
    return usage_error("--each: is missing; say what each client sends, e.g. --each 1/s");
  const auto each = parse_rate(options.each);
  if (!each) return tl::unexpected(each.error().within("--each"));
  if (options.members != 0 && (options.members < 2 || plan.conversation != stream::Conversation::kRoom))
    return usage_error("--members: {} of {}; take ws://…/ws/room/NAME and at least 2", options.members,
                       plan.target);
  if (options.rooms != 1)
    return usage_error("--rooms: {} is no number that a search over clients can keep; give --members",
                       options.rooms);
  const bool to_itself = plan.conversation == stream::Conversation::kEcho;
  // Of one room it grows with the clients; what is said of percentiles then is a lower bound.
  const double hearers = to_itself ? 1 : std::max(1, options.members);
  return SloClients{*each, options.members, each->value * hearers};
}

Result<Search> prepare(const LoadOptions& options) {
  Search search;
  auto plan = websocket_plan_of(options);
  if (!plan) return tl::unexpected(plan.error());
  search.plan = *std::move(plan);
  auto clients = clients_of(options, search.plan);
  if (!clients) return tl::unexpected(clients.error());
  auto slo = load::parse_slo(options.slo.value_or(""));
  if (!slo) return tl::unexpected(slo.error().within("--slo"));
  if (slo->errors())
    return usage_error("--slo: errors have no share here, for nothing may be lost; leave that term out");
  const auto length = parse_duration(options.slo_probe);
  if (!length || *length <= Nanoseconds(0))
    return usage_error("--slo-probe: '{}' must be a duration longer than 0", options.slo_probe);
  search.plan.duration = search.report.plan.duration = *length;
  search.plan.lead_in = std::max(search.plan.lead_in, stream::least_lead_in(search.plan));
  search.arrivals = load::arrivals_named(options.arrivals);
  search.seed = options.seed;
  search.report.url = options.url;
  search.report.slo = *std::move(slo);
  search.report.clients = *clients;
  return search;
}

/// Whole rooms.
int clients_near(double wanted, int members) {
  const int unit = std::max(1, members);
  return std::max(1, static_cast<int>(std::lround(wanted / unit))) * unit;
}

load::LoadResult as_load(const stream::WebSocketResult& result) {
  load::LoadResult load;
  load.ledger.scheduled = result.ledger.scheduled;
  load.ledger.ok = result.ledger.answered;
  load.ledger.bad_response = result.ledger.wrong_answer;
  load.ledger.timeout = result.ledger.lost;
  load.ledger.reset_before_byte = result.ledger.cut_off + result.ledger.send_failed;
  load.ledger.in_flight_at_end = result.ledger.in_flight_at_end;
  load.ledger.never_dispatched = result.ledger.never_sent;
  load.open_loop = result.open_loop;
  return load;
}

std::uint64_t out_of_order(const stream::WebSocketResult& result) {
  const stream::MessageCounts& echoes = result.counts;
  if (!result.fan_out) return echoes.duplicated + echoes.reordered + echoes.strangers;
  const stream::FanoutCounts& counts = result.fan_out->counts;
  return counts.duplicated + counts.strangers + counts.order_gaps + counts.order_backwards +
         counts.order_disagreements + counts.wrong_senders;
}

load::SloOutcome judge(const load::Slo& slo, const stream::WebSocketPlan& plan,
                       const stream::WebSocketResult& result) {
  load::SloOutcome outcome = load::met(slo, as_load(result));
  const auto demand = [&](bool holds, std::string seen) {
    if (!holds) outcome.beyond_terms.push_back(std::move(seen));
  };
  const std::uint64_t missing = result.ledger.scheduled - result.ledger.answered;
  demand(missing + result.unreadable == 0,
         fmt::format("{} of {} deliveries did not arrive as they must", missing, result.ledger.scheduled));
  demand(out_of_order(result) == 0, fmt::format("{} came twice or out of order", out_of_order(result)));
  demand(result.handshakes.established == static_cast<std::uint64_t>(plan.connections),
         fmt::format("{} of {} clients were let in", result.handshakes.established, plan.connections));
  demand(result.endings.during_load() == 0, fmt::format("{} were thrown out", result.endings.during_load()));
  return outcome;
}

struct Probed {
  SloProbe probe;
  bool interrupted = false;
};

Result<Probed> probe(Search& search, double wanted) {
  const SloClients& clients = *search.report.clients;
  stream::WebSocketPlan& plan = search.plan;
  plan.connections = clients_near(wanted, clients.members);
  plan.rooms = clients.members > 0 ? plan.connections / clients.members : 1;
  // Each probe has bursts of its own: the same ones again would be no replication.
  plan.schedule = load::ScheduleSpec{.arrivals = search.arrivals,
                                     .rate = {clients.each.value * plan.connections},
                                     .ramp_from = {},
                                     .ramp = {},
                                     .seed = random_stream(search.seed, {search.report.probes.size()}).next(),
                                     .at_once = plan.connections};
  LoadProgress progress(plan.duration, plan.cpu);
  const auto result = stream::run(plan, progress);
  if (!result) return tl::unexpected(result.error());
  const load::SloOutcome outcome = judge(search.report.slo, plan, *result);
  Probed probed{{{static_cast<double>(plan.connections)}, outcome.met(), outcome.why(), {}},
                result->interrupted};
  for (const load::Guard& guard : stream::guards_of(plan, *result, progress.surroundings()))
    probed.probe.guards.push_back(guard.code);
  return probed;
}

/// Until the search or the user ends it: the exit code. Errors: those of a probe that could not be run.
Result<ExitCode> probe_until_sure(Search& search, load::SloSearch& numbers) {
  SloReport& report = search.report;
  while (!numbers.finished()) {
    auto probed = probe(search, numbers.next().value);
    if (!probed) return tl::unexpected(probed.error());
    if (probed->interrupted) {
      report.stopped_by = fmt::format("stopped after {} probes", report.probes.size());
      return kStopped;
    }
    const SloProbe& latest = report.probes.emplace_back(std::move(probed->probe));
    numbers.record(latest.rate, latest.met);
    report.answer = numbers.answer();
    fmt::print(stderr, "{}", slo_progress(report));
  }
  return report.answer.rate ? kDone : kMeasuredButInvalid;
}

}  // namespace

Result<int> find_most_clients(const LoadOptions& options) {
  auto search = prepare(options);
  if (!search) return tl::unexpected(search.error());
  const auto spec = search_spec(options);
  if (!spec) return tl::unexpected(spec.error());
  fmt::print(stderr, "at most {} probes of {}, each after {} of warm-up; often about 25 are enough\n",
             spec->budget, human(search->plan.duration), human(search->plan.lead_in));
  load::SloSearch numbers(*spec);
  SloReport& report = search->report;
  const auto code = probe_until_sure(*search, numbers);
  if (!code) report.stopped_by = code.error().message;
  if (code || !report.probes.empty())
    fmt::print("{}", options.format == "json" ? slo_json(report) : slo_text(report));
  if (!code) return tl::unexpected(code.error());
  return *code;
}

}  // namespace harness::cli
