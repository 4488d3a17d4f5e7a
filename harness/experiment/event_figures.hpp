#pragma once
// From what event streams were measured to the columns of a row, as conversation_figures.hpp does with
// WebSockets: an event that is due is a delivery. Pure.
#include "harness/results/slice_row.hpp"
#include "harness/stream/sse_plan.hpp"
#include "harness/stream/sse_result.hpp"

namespace harness::experiment {

/// Everything a row says of events, times and client. `plan` and `result` are of a stay.
void describe_conversation(results::SliceRow& row, const stream::SsePlan& plan,
                           const stream::SseResult& result);

/// Streams that were asked for, each by one request.
[[nodiscard]] std::uint64_t requests_of(const stream::SseResult& result);

}  // namespace harness::experiment
