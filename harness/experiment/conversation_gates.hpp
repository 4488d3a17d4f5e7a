#pragma once
// Is a slice of a conversation fit to be judged? As gates.hpp, which says so of loads; pure. Stricter in one
// thing: of a conversation nothing may be missing, wrong, twice or in another order, not even one message.
#include "harness/experiment/gates.hpp"
#include "harness/stream/websocket_plan.hpp"
#include "harness/stream/websocket_result.hpp"

namespace harness::experiment {

/// `around.server_requests` are upgrades. What does not apply is kNa: Little's law, and being early but in a
/// game.
[[nodiscard]] SliceGates check_conversation(const stream::WebSocketPlan& plan,
                                            const stream::WebSocketResult& result,
                                            const Surroundings& around);

/// As of a load: what kept the rate from being higher.
[[nodiscard]] std::string limited_by(const stream::WebSocketResult& result, const Surroundings& around);

}  // namespace harness::experiment
