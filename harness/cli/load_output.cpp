#include "harness/cli/load_output.hpp"

#include <cmath>

#include <nlohmann/json.hpp>

#include "harness/experiment/gates.hpp"
#include "harness/report/text.hpp"

namespace harness::cli {
namespace {

using nlohmann::ordered_json;

ordered_json microseconds_or_null(std::optional<Nanoseconds> value) {
  return value ? ordered_json(to_microseconds(*value)) : ordered_json(nullptr);
}

ordered_json latency_json(const stats::Histogram& histogram) {
  ordered_json json;
  json["min"] = microseconds_or_null(histogram.min());
  const auto mean = histogram.mean_ns();
  json["mean"] = mean ? ordered_json(*mean / 1e3) : ordered_json(nullptr);
  json["p50"] = microseconds_or_null(histogram.quantile(0.5));
  json["p90"] = microseconds_or_null(histogram.quantile(0.9));
  json["p99"] = microseconds_or_null(histogram.quantile(0.99));
  json["p99_9"] = microseconds_or_null(histogram.quantile(0.999));
  json["max"] = microseconds_or_null(histogram.max());
  return json;
}

ordered_json ledger_json(const load::Ledger& ledger) {
  return {{"scheduled", ledger.scheduled},
          {"ok", ledger.ok},
          {"http_error", ledger.http_error},
          {"connect_failed", ledger.connect_failed},
          {"reset_before_byte", ledger.reset_before_byte},
          {"reset_mid_body", ledger.reset_mid_body},
          {"bad_response", ledger.bad_response},
          {"timeout", ledger.timeout},
          {"shed", ledger.shed},
          {"in_flight_at_end", ledger.in_flight_at_end},
          {"never_dispatched", ledger.never_dispatched}};
}

std::string failures_text(const load::Ledger& ledger) {
  std::string text;
  const auto add = [&](std::uint64_t count, const char* what) {
    if (count > 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, what);
  };
  add(ledger.http_error, "wrong status");
  add(ledger.connect_failed, "connect failed");
  add(ledger.reset_before_byte, "reset before the first byte");
  add(ledger.reset_mid_body, "reset inside the answer");
  add(ledger.bad_response, "bad response");
  add(ledger.timeout, "timeout");
  add(ledger.in_flight_at_end, "unanswered at the end");
  return text.empty() ? "none" : text;
}

std::string ms(std::optional<Nanoseconds> value) {
  return report::three_digits(value ? std::optional(to_milliseconds(*value)) : std::nullopt);
}

}  // namespace

std::vector<LoadGuard> guards_of(const load::LoadPlan& plan, const load::LoadResult& result) {
  std::vector<LoadGuard> guards;
  if (!result.ledger.balances()) {
    guards.push_back(
        {"LEDGER_UNBALANCED", "INVALID",
         fmt::format("{} scheduled, {} accounted for", result.ledger.scheduled, result.ledger.resolved())});
  }
  if (result.interrupted) guards.push_back({"INTERRUPTED", "INVALID", "stopped before the window was over"});
  const auto little = result.little_ratio(plan.connections);
  if (little && std::abs(*little - 1) > experiment::kLittleTolerance) {
    guards.push_back({"LITTLE_VIOLATION", "INVALID",
                      fmt::format("throughput × mean service time is {:.3f} of the {} connections", *little,
                                  plan.connections)});
  }
  if (result.client_busy_share > experiment::kClientBusyLimit) {
    guards.push_back(
        {"CLIENT_SATURATED", "SUSPECT",
         fmt::format("a client thread was {:.0f} % busy; unless the server was saturated too, the rate is a "
                     "lower bound",
                     100 * result.client_busy_share)});
  }
  if (result.connections_without_response > 0) {
    guards.push_back({"UNFAIR_CONNECTIONS", "SUSPECT",
                      fmt::format("{} of {} connections got no answer in the window",
                                  result.connections_without_response, plan.connections)});
  }
  return guards;
}

std::string load_json(const std::string& url, const load::LoadPlan& plan, const load::LoadResult& result) {
  ordered_json json;
  json["schema"] = 1;
  json["url"] = url;
  json["connections"] = plan.connections;
  json["threads"] = plan.threads;
  json["rate"] = nullptr;
  json["duration_s"] = to_seconds(result.window);
  json["throughput_rps"] = result.throughput_rps;
  json["ledger"] = ledger_json(result.ledger);
  // Closed loop: intended = sent, so there is a service time and nothing else to report.
  json["response_us"] = nullptr;
  json["service_us"] = latency_json(result.service);
  json["lateness_us"] = nullptr;
  json["sent_in_all"] = result.sent_in_all;
  json["bytes_in"] = result.bytes_in;
  json["bytes_out"] = result.bytes_out;
  json["new_connections"] = result.new_connections;
  json["client_cpu_s"] = to_seconds(result.client_cpu);
  json["guards"] = ordered_json::array();
  for (const LoadGuard& guard : guards_of(plan, result)) {
    json["guards"].push_back({{"code", guard.code}, {"level", guard.level}, {"detail", guard.detail}});
  }
  return json.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

std::string load_text(const std::string& url, const load::LoadPlan& plan, const load::LoadResult& result) {
  const stats::Histogram& service = result.service;
  const auto mean = service.mean_ns();
  std::string text =
      fmt::format("{}\nclosed loop · {} connections · {} thread{} · {}\n\n", url, plan.connections,
                  plan.threads, plan.threads == 1 ? "" : "s", human(result.window));
  text += fmt::format("  throughput   {} requests/s\n", report::with_thousands(result.throughput_rps));
  text += fmt::format("  service ms   p50 {} · p90 {} · p99 {} · p99.9 {} · max {} · mean {}\n",
                      ms(service.quantile(0.5)), ms(service.quantile(0.9)), ms(service.quantile(0.99)),
                      ms(service.quantile(0.999)), ms(service.max()),
                      report::three_digits(mean ? std::optional(*mean * 1e-6) : std::nullopt));
  text += fmt::format("  requests     {} sent, {} ok · failures: {}\n",
                      report::with_thousands(static_cast<double>(result.ledger.scheduled)),
                      report::with_thousands(static_cast<double>(result.ledger.ok)),
                      failures_text(result.ledger));
  if (!result.first_problem.empty())
    text += fmt::format("               the first: {}\n", result.first_problem);
  text += fmt::format("  bytes        {} in, {} out · {} reconnects\n",
                      report::with_thousands(static_cast<double>(result.bytes_in)),
                      report::with_thousands(static_cast<double>(result.bytes_out)), result.new_connections);
  text += fmt::format(
      "  client       {:.0f} % busy, {} CPU µs per request\n", 100 * result.client_busy_share,
      report::three_digits(result.ledger.ok == 0 ? std::nullopt
                                                 : std::optional(to_microseconds(result.client_cpu) /
                                                                 static_cast<double>(result.ledger.ok))));
  for (const LoadGuard& guard : guards_of(plan, result)) {
    text += fmt::format("  {}  {}: {}\n", guard.level, guard.code, guard.detail);
  }
  return text;
}

}  // namespace harness::cli
