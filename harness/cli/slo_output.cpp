#include "harness/cli/slo_output.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

#include "harness/report/text.hpp"

namespace harness::cli {
namespace {

using End = load::SloAnswer::End;
using nlohmann::ordered_json;

/// Fewer requests than this beyond a percentile, and one straggler decides a probe.
constexpr double kFewBeyond = 5;

std::string rate_text(RequestsPerSecond rate) {
  return report::with_thousands(rate.value, rate.value < 10 ? 2 : rate.value < 100 ? 1 : 0);
}

std::string interval_text(const load::SloAnswer& answer) {
  return fmt::format("[{}, {}]", rate_text(*answer.low), rate_text(*answer.high));
}

std::string reason_of(const SloReport& report) {
  return report.stopped_by.empty() ? report.answer.reason : report.stopped_by;
}

const char* remedy_of(End end) {
  switch (end) {
    case End::kLowestFails:
      return "try a lower --slo-start or a weaker objective";
    case End::kCeilingPasses:
      return "try a higher --slo-max";
    case End::kBudgetSpent:
      return "a longer --slo-probe makes each probe steadier";
    case End::kUnfinished:
    case End::kFound:
      break;
  }
  return "";
}

std::size_t failing(const SloReport& report, const std::string& guard) {
  return static_cast<std::size_t>(
      std::count_if(report.probes.begin(), report.probes.end(), [&](const SloProbe& probe) {
        return !probe.met && std::find(probe.guards.begin(), probe.guards.end(), guard) != probe.guards.end();
      }));
}

/// What a reader must know before using the rate: who else than the server may have set it.
std::vector<std::string> notes_on(const SloReport& report) {
  std::vector<std::string> notes;
  const auto fails = std::count_if(report.probes.begin(), report.probes.end(),
                                   [](const SloProbe& probe) { return !probe.met; });
  const std::string all_busy = fmt::format(
      "all {} connections were busy; if the server could serve more at once, a larger -c finds a "
      "higher rate",
      report.plan.connections);
  const char* client = "the limit may be the client's; give it CPUs of its own or --threads";
  const std::pair<const char*, std::string_view> meanings[] = {
      {"CLIENT_SATURATED", client},
      {"PACING_BAD", client},
      {"MACHINE_NOISE", "a quieter machine may find a higher rate"},
      {"CONNECTIONS_EXHAUSTED", all_busy}};
  for (const auto& [code, meaning] : meanings) {
    if (const std::size_t n = failing(report, code); n > 0)
      notes.push_back(fmt::format("{} in {} of {} failing probes: {}", code, n, fails, meaning));
  }
  if (!report.answer.rate) return notes;
  const double of_each = report.clients ? report.clients->deliveries_of_each : 1;
  const double requests = report.answer.rate->value * of_each * to_seconds(report.plan.duration);
  for (const load::SloTerm& term : report.slo.terms) {
    const double beyond = requests * (1 - term.quantile);
    if (term.measure != load::SloTerm::Measure::kPercentile || beyond >= kFewBeyond) continue;
    notes.push_back(fmt::format(
        "{}: at this {} a probe has {:.0f} {}, {:.1f} of them beyond that percentile; a longer --slo-probe "
        "makes it steadier",
        term.text, report.clients ? "number" : "rate", requests, report.clients ? "deliveries" : "requests",
        beyond));
  }
  return notes;
}

const char* unit_of(const SloReport& report) {
  return report.clients ? "" : "/s";
}

std::string heading(const SloReport& report) {
  const load::LoadPlan& plan = report.plan;
  if (const auto& clients = report.clients) {
    return fmt::format("{}\n{}, nothing lost, order kept · {:g}/s from each client{} · probes of {}\n\n",
                       report.url, report.slo.text(), clients->each.value,
                       clients->members > 0 ? fmt::format(" · rooms of {}", clients->members) : "",
                       human(plan.duration));
  }
  return fmt::format("{}\n{} · open loop · {} connections · {} thread{} · probes of {}\n\n", report.url,
                     report.slo.text(), plan.connections, plan.threads, plan.threads == 1 ? "" : "s",
                     human(plan.duration));
}

/// One line per rate that was probed: how many of its probes met the objective, and what the last one saw.
std::string probes_text(const SloReport& report) {
  struct AtRate {
    int met = 0;
    int all = 0;
    std::string why;
  };
  std::map<double, AtRate> rates;
  for (const SloProbe& probe : report.probes) {
    AtRate& at = rates[probe.rate.value];
    at.met += probe.met ? 1 : 0;
    ++at.all;
    at.why = probe.why;
  }
  std::string text;
  for (const auto& [rate, at] : rates) {
    text += fmt::format("  {}{}  {} of {} met  {}\n", report::padded_left(rate_text({rate}), 10),
                        unit_of(report), at.met, at.all, at.why);
  }
  return text;
}

}  // namespace

std::string slo_json(const SloReport& report) {
  const load::SloAnswer& answer = report.answer;
  const bool of_clients = report.clients.has_value();
  ordered_json json;
  json["schema"] = 1;
  json["url"] = report.url;
  json["objective"] = report.slo.text();
  if (of_clients) {
    json["each"] = report.clients->each.value;
    json["members"] = report.clients->members;
  } else {
    json["connections"] = report.plan.connections;
    json["threads"] = report.plan.threads;
  }
  json["probe_s"] = to_seconds(report.plan.duration);
  json[of_clients ? "clients" : "rate_rps"] =
      answer.rate ? ordered_json(answer.rate->value) : ordered_json(nullptr);
  json["interval"] = nullptr;
  if (answer.rate)
    json["interval"] = {{"level", 0.95},
                        {of_clients ? "low" : "low_rps", answer.low->value},
                        {of_clients ? "high" : "high_rps", answer.high->value}};
  const std::string reason = reason_of(report);
  json["reason"] = reason.empty() ? ordered_json(nullptr) : ordered_json(reason);
  json["partial"] = !report.stopped_by.empty();
  json["probes"] = ordered_json::array();
  for (const SloProbe& probe : report.probes) {
    json["probes"].push_back({{of_clients ? "clients" : "rate", probe.rate.value},
                              {"met", probe.met},
                              {"why", probe.why},
                              {"guards", probe.guards}});
  }
  json["notes"] = notes_on(report);
  return json.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

std::string slo_text(const SloReport& report) {
  const load::SloAnswer& answer = report.answer;
  std::string text = heading(report) + probes_text(report) + (report.probes.empty() ? "" : "\n");
  if (answer.rate) {
    text += fmt::format("  {} {}, 95 % interval {}: half of the probes {} meet it\n",
                        report.clients ? "clients " : "rate ",
                        rate_text(*answer.rate) + (report.clients ? "" : " requests/s"),
                        interval_text(answer), report.clients ? "with so many" : "at this rate");
  } else {
    text += report.clients ? "  clients  none\n" : "  rate  none\n";
  }
  if (const std::string reason = reason_of(report); !reason.empty()) {
    const char* remedy = remedy_of(answer.end);
    text += fmt::format("  {}  {}{}{}\n", report.stopped_by.empty() ? "why " : "PARTIAL", reason,
                        *remedy == '\0' ? "" : "; ", remedy);
  }
  for (const std::string& note : notes_on(report)) text += fmt::format("  note  {}\n", note);
  return text;
}

std::string slo_progress(const SloReport& report) {
  const SloProbe& probe = report.probes.back();
  std::string text = fmt::format("probe {}: {}{} {}, {}", report.probes.size(), rate_text(probe.rate),
                                 unit_of(report), probe.met ? "met" : "not met", probe.why);
  if (report.answer.rate) {
    text += fmt::format(" · so far {}{} {}", rate_text(*report.answer.rate), unit_of(report),
                        interval_text(report.answer));
  }
  return text + "\n";
}

}  // namespace harness::cli
