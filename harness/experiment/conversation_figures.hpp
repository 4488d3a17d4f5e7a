#pragma once
// From what a conversation was measured to the columns of a row, with the names that loads have for the same:
// a message that is lost is one without an answer in time. Pure.
#include "harness/results/slice_row.hpp"
#include "harness/stream/websocket_plan.hpp"
#include "harness/stream/websocket_result.hpp"

namespace harness::experiment {

/// What an upgraded connection cannot do stays empty: another status, a drop by the client.
void describe_ledger(results::SliceRow& row, const stream::MessageLedger& ledger);

/// Everything a row says of messages, times and client.
void describe_conversation(results::SliceRow& row, const stream::WebSocketPlan& plan,
                           const stream::WebSocketResult& result);

/// What the server must have counted: upgrades, each of one request; where there are none, the lines.
[[nodiscard]] std::uint64_t requests_of(const stream::WebSocketPlan& plan,
                                        const stream::WebSocketResult& result);

}  // namespace harness::experiment
