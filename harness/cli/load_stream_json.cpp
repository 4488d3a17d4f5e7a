#include <nlohmann/json.hpp>

#include "harness/cli/load_figures.hpp"
#include "harness/cli/load_stream.hpp"

namespace harness::cli {
namespace {

using nlohmann::ordered_json;

ordered_json ledger_json(const stream::MessageLedger& ledger) {
  return {{"scheduled", ledger.scheduled},
          {"answered", ledger.answered},
          {"wrong_answer", ledger.wrong_answer},
          {"lost", ledger.lost},
          {"cut_off", ledger.cut_off},
          {"send_failed", ledger.send_failed},
          {"in_flight_at_end", ledger.in_flight_at_end},
          {"never_sent", ledger.never_sent}};
}

ordered_json handshakes_json(const stream::Handshakes& handshakes) {
  return {{"tried", handshakes.tried},
          {"established", handshakes.established},
          {"connect_failed", handshakes.connect_failed},
          {"refused", handshakes.refused},
          {"timed_out", handshakes.timed_out},
          {"broken", handshakes.broken}};
}

ordered_json endings_json(const stream::WebSocketEndings& endings) {
  ordered_json by_peer = ordered_json::object();
  for (const auto& [code, count] : endings.closed_by_peer) by_peer[std::to_string(code)] = count;
  return {{"closed_by_us", endings.closed_by_us},
          {"close_unanswered", endings.close_unanswered},
          {"closed_by_peer", by_peer},
          {"without_close_frame", endings.without_close_frame},
          {"protocol_error", endings.protocol_error}};
}

ordered_json counts_json(const stream::WebSocketResult& result) {
  if (result.fan_out) return nullptr;
  const stream::MessageCounts& counts = result.counts;
  return {{"sent", counts.sent},
          {"answered", counts.answered},
          {"lost", counts.lost},
          {"cut_off", counts.cut_off},
          {"in_flight_at_end", counts.in_flight_at_end},
          {"late", counts.late},
          {"duplicated", counts.duplicated},
          {"reordered", counts.reordered},
          {"strangers", counts.strangers}};
}

ordered_json fan_out_json(const stream::WebSocketResult& result) {
  if (!result.fan_out) return nullptr;
  const stream::FanoutResult& room = *result.fan_out;
  const stream::FanoutCounts& counts = room.counts;
  const auto completeness = result.completeness();
  ordered_json json;
  json["messages_sent"] = room.messages_sent;
  json["messages_complete"] = room.messages_complete;
  json["completeness"] = completeness ? ordered_json(*completeness) : ordered_json(nullptr);
  json["equal_order"] = counts.equal_order();
  json["skew_us"] = latency_json(room.skew);
  json["slowest_member_us"] = latency_json(room.slowest);
  json["counts"] = {{"deliveries", counts.deliveries},
                    {"late", counts.late},
                    {"duplicated", counts.duplicated},
                    {"strangers", counts.strangers},
                    {"order_gaps", counts.order_gaps},
                    {"order_backwards", counts.order_backwards},
                    {"order_disagreements", counts.order_disagreements},
                    {"wrong_senders", counts.wrong_senders}};
  return json;
}

ordered_json game_json(const stream::WebSocketResult& result) {
  if (!result.game) return nullptr;
  const stream::GameResult& game = *result.game;
  return {{"hz", game.hz},
          {"early", game.early},
          {"wrong_places", game.wrong_places},
          {"steps_due", game.steps_due},
          {"steps_seen", game.steps_seen},
          {"step_seen_us", latency_json(game.step_seen)}};
}

std::string dumped(const ordered_json& json) {
  return json.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string websocket_json(const std::string& url, const stream::WebSocketPlan& plan,
                           const stream::WebSocketResult& result, const std::vector<load::Guard>& guards) {
  ordered_json json;
  json["schema"] = 1;
  json["url"] = url;
  json["conversation"] = stream::name_of(plan.conversation);
  json["connections"] = plan.connections;
  json["rooms"] =
      plan.conversation == stream::Conversation::kRoom ? ordered_json(plan.rooms) : ordered_json(nullptr);
  json["message_bytes"] = result.game ? ordered_json(nullptr) : ordered_json(plan.message_bytes);
  describe_schedule(json, plan.schedule, "round_robin");
  json["duration_s"] = to_seconds(result.window);
  json["throughput_per_s"] = result.throughput;
  json["handshakes"] = handshakes_json(result.handshakes);
  json["connect_us"] = latency_json(result.connect);
  json["handshake_us"] = latency_json(result.handshake);
  json["ledger"] = ledger_json(result.ledger);
  // Closed loop: intended = sent, so there is a service time and nothing else to report.
  const auto& open_loop = result.open_loop;
  json["response_us"] = open_loop ? latency_json(open_loop->response) : ordered_json(nullptr);
  json["service_us"] = result.game ? ordered_json(nullptr) : latency_json(result.service);
  json["lateness_us"] = open_loop ? latency_json(open_loop->lateness) : ordered_json(nullptr);
  json["failed_after_us"] = result.failures ? latency_json(*result.failures) : ordered_json(nullptr);
  json["exact_up_to_quantile"] = result.exact_up_to();
  json["counts"] = counts_json(result);
  json["fan_out"] = fan_out_json(result);
  json["game"] = game_json(result);
  json["unreadable"] = result.unreadable;
  json["endings"] = endings_json(result.endings);
  json["payload_bytes_in"] = result.bytes_in;
  json["payload_bytes_out"] = result.bytes_out;
  json["client_cpu_s"] = to_seconds(result.client_cpu);
  json["guards"] = guards_json(guards);
  return dumped(json);
}

std::string sse_json(const std::string& url, const stream::SseResult& result,
                     const std::vector<load::Guard>& guards) {
  const stream::SseStreams& streams = result.streams;
  const stream::SseCounts& counts = result.counts;
  ordered_json json;
  json["schema"] = 1;
  json["url"] = url;
  json["streams"] = {{"tried", streams.tried},
                     {"to_the_end", streams.to_the_end},
                     {"ended_early", streams.ended_early},
                     {"stalled", streams.stalled},
                     {"still_running", streams.still_running},
                     {"connect_failed", streams.connect_failed},
                     {"no_answer", streams.no_answer},
                     {"refused", streams.refused},
                     {"broken", streams.broken}};
  json["left_open"] = result.left_open;
  json["duration_s"] = to_seconds(result.length);
  json["connect_us"] = latency_json(result.connect);
  json["head_us"] = latency_json(result.head);
  json["first_event_us"] = latency_json(result.times.first_event);
  json["cadence_error_us"] = latency_json(result.times.cadence_error);
  json["earliest_us"] = to_microseconds(result.times.earliest);
  json["latest_us"] = to_microseconds(result.times.latest);
  json["delivery_us"] = latency_json(result.times.delivery);
  json["ledger"] = ledger_json(result.ledger);
  json["counts"] = {{"received", counts.received},     {"missing", counts.missing},
                    {"duplicated", counts.duplicated}, {"reordered", counts.reordered},
                    {"strangers", counts.strangers},   {"wrong_data", counts.wrong_data},
                    {"oversized", counts.oversized}};
  json["bytes_in"] = result.bytes_in;
  json["client_cpu_s"] = to_seconds(result.client_cpu);
  json["guards"] = guards_json(guards);
  return dumped(json);
}

}  // namespace harness::cli
