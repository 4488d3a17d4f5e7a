#include "harness/experiment/conversation_figures.hpp"

#include "harness/experiment/slice_figures.hpp"

namespace harness::experiment {

void describe_ledger(results::SliceRow& row, const stream::MessageLedger& ledger) {
  row.scheduled = ledger.scheduled;
  row.ok = ledger.answered;
  row.bad_response = ledger.wrong_answer;
  row.timeout = ledger.lost;
  row.reset_before_byte = ledger.cut_off + ledger.send_failed;
  row.in_flight_at_end = ledger.in_flight_at_end;
  row.never_dispatched = ledger.never_sent;
}

namespace {

void describe_client(results::SliceRow& row, const stream::WebSocketResult& result) {
  row.throughput_rps = result.throughput;
  row.bytes_in = result.bytes_in;
  row.bytes_out = result.bytes_out;
  row.connect_max_us = microseconds_of(result.connect.max());
  row.exact_up_to_quantile = result.exact_up_to();
  row.client_cpu_s = to_seconds(result.client_cpu);
  row.client_busy_share = result.client_busy_share;
  row.client_in_line_share = result.client_in_line_share;
  if (result.ledger.answered > 0)
    row.client_cpu_us_per_request =
        to_microseconds(result.client_cpu) / static_cast<double>(result.ledger.answered);
}

}  // namespace

void describe_conversation(results::SliceRow& row, const stream::WebSocketPlan& plan,
                           const stream::WebSocketResult& result) {
  row.lead_in_s = to_seconds(plan.lead_in);
  row.duration_s = to_seconds(result.window);
  row.turns = 1;
  describe_ledger(row, result.ledger);
  describe_service(row, result.service);
  if (result.open_loop) describe_open_loop(row, *result.open_loop);
  if (result.fan_out) row.last_member_p50_us = microseconds_of(result.fan_out->slowest.quantile(0.5));
  describe_client(row, result);
}

std::uint64_t requests_of(const stream::WebSocketPlan& plan, const stream::WebSocketResult& result) {
  return plan.conversation == stream::Conversation::kLines ? result.counts.sent
                                                           : result.handshakes.established;
}

}  // namespace harness::experiment
