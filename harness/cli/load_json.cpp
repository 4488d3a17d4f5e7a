#include <nlohmann/json.hpp>

#include "harness/cli/load_figures.hpp"
#include "harness/cli/load_floor.hpp"
#include "harness/cli/load_output.hpp"

namespace harness::cli {
namespace {

using nlohmann::ordered_json;

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

ordered_json wire_json(const load::LoadPlan& plan, const load::LoadResult& result) {
  if (!result.wire) return nullptr;
  ordered_json json;
  json["one_in"] = plan.stamp_one_in;
  json["stamped"] = result.wire->wire.count();
  json["client_out_us"] = latency_json(result.wire->client_out);
  json["wire_us"] = latency_json(result.wire->wire);
  json["client_in_us"] = latency_json(result.wire->client_in);
  json["parse_us"] = latency_json(result.wire->parse);
  return json;
}

ordered_json slowest_json(const load::LoadResult& result) {
  ordered_json json = ordered_json::array();
  for (const load::SlowAnswer& answer : result.tail.slowest_first()) {
    json.push_back({{"response_us", to_microseconds(answer.response)},
                    {"service_us", to_microseconds(answer.service)},
                    {"intended_s", to_seconds(answer.intended - result.window_opened)}});
  }
  return json;
}

ordered_json series_json(const load::LoadResult& result) {
  if (!result.series) return nullptr;
  ordered_json json = ordered_json::array();
  for (const load::Interval& interval : result.series->intervals()) {
    const bool open_loop = !interval.response.empty();
    const auto histogram = load::to_histogram(open_loop ? interval.response : interval.service);
    json.push_back({{"begins_s", static_cast<double>(interval.number) * to_seconds(result.series->length())},
                    {"ok", interval.ok()},
                    {"failed", interval.failed},
                    {open_loop ? "response_us" : "service_us", latency_json(histogram)}});
  }
  return json;
}

}  // namespace

std::string load_json(const LoadOutcome& outcome) {
  const auto& [title, plan, result, guards, floor] = outcome;
  ordered_json json;
  json["schema"] = 1;
  json["url"] = title;
  json["connections"] = plan.connections;
  json["threads"] = plan.threads;
  describe_schedule(json, plan.schedule, load::name_of(plan.dispatch));
  json["duration_s"] = to_seconds(result.window);
  json["throughput_rps"] = result.throughput_rps;
  json["ledger"] = ledger_json(result.ledger);
  // Closed loop: intended = sent, so there is a service time and nothing else to report.
  const auto& open_loop = result.open_loop;
  json["response_us"] = open_loop ? latency_json(open_loop->response) : ordered_json(nullptr);
  json["service_us"] = latency_json(result.service);
  json["lateness_us"] = open_loop ? latency_json(open_loop->lateness) : ordered_json(nullptr);
  json["failed_after_us"] = result.failures ? latency_json(*result.failures) : ordered_json(nullptr);
  json["connect_us"] = latency_json(result.connect);
  json["wire"] = wire_json(plan, result);
  json["exact_up_to_quantile"] = result.exact_up_to();
  json["waited_for_connection"] =
      open_loop ? ordered_json(result.waited_for_connection) : ordered_json(nullptr);
  json["slowest"] = slowest_json(result);
  json["sent_in_all"] = result.sent_in_all;
  json["bytes_in"] = result.bytes_in;
  json["bytes_out"] = result.bytes_out;
  json["new_connections"] = result.new_connections;
  json["jain_index"] = or_null(result.jain_index);
  json["client_cpu_s"] = to_seconds(result.client_cpu);
  json["floor"] = floor ? floor_json(*floor) : ordered_json(nullptr);
  json["guards"] = guards_json(guards);
  json["series"] = series_json(result);
  return json.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace harness::cli
