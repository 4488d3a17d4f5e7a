#include "harness/experiment/event_figures.hpp"

#include "harness/experiment/conversation_figures.hpp"
#include "harness/experiment/slice_figures.hpp"

namespace harness::experiment {

void describe_conversation(results::SliceRow& row, const stream::SsePlan& plan,
                           const stream::SseResult& result) {
  const stream::SseStayResult& stay = *result.stay;
  row.lead_in_s = to_seconds(plan.stay->lead_in);
  row.duration_s = to_seconds(stay.window);
  row.turns = 1;
  describe_ledger(row, stay.ledger);
  describe_open_loop(row, {result.times.response, {}});
  row.throughput_rps = stay.throughput();
  row.bytes_in = stay.bytes_in;
  row.connect_max_us = microseconds_of(result.connect.max());
  row.exact_up_to_quantile = stay.exact_up_to();
  row.client_cpu_s = to_seconds(stay.client_cpu);
  row.client_busy_share = stay.client_busy_share;
  row.client_in_line_share = stay.client_in_line_share;
  if (stay.ledger.answered > 0)
    row.client_cpu_us_per_request =
        to_microseconds(stay.client_cpu) / static_cast<double>(stay.ledger.answered);
}

std::uint64_t requests_of(const stream::SseResult& result) {
  return result.streams.tried - result.streams.connect_failed;
}

}  // namespace harness::experiment
