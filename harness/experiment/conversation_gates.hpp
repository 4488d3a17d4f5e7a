#pragma once
// Is a slice of a conversation fit to be judged? As gates.hpp, which says so of loads; pure. Stricter in one
// thing: of a conversation nothing may be missing, wrong, twice or in another order, not even one message.
#include <vector>

#include "harness/experiment/gates.hpp"
#include "harness/stream/websocket_plan.hpp"
#include "harness/stream/websocket_result.hpp"

namespace harness::experiment {

class GateReasons;

/// What is asked of every conversation, whoever talks: the gates of client, log and queue, and the guards.
void check_surroundings(SliceGates& gates, double client_busy_share, const Surroundings& around,
                        const std::vector<load::Guard>& guards, GateReasons& reasons);

/// `around.server_requests` are upgrades. What does not apply is kNa: Little's law, and being early but in a
/// game.
[[nodiscard]] SliceGates check_conversation(const stream::WebSocketPlan& plan,
                                            const stream::WebSocketResult& result,
                                            const Surroundings& around);

/// As of a load: what kept the rate from being higher.
[[nodiscard]] std::string limited_by(const stream::WebSocketResult& result, const Surroundings& around);

}  // namespace harness::experiment
