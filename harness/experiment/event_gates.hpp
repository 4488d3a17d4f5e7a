#pragma once
// Is a slice of event streams fit to be judged? As conversation_gates.hpp, and as strict: of what was due not
// one event may be missing, wrong, twice, early or in another order. Pure.
#include "harness/experiment/gates.hpp"
#include "harness/stream/sse_plan.hpp"
#include "harness/stream/sse_result.hpp"

namespace harness::experiment {

/// `plan` and `result` are of a stay. `around.server_requests` are streams.
[[nodiscard]] SliceGates check_conversation(const stream::SsePlan& plan, const stream::SseResult& result,
                                            const Surroundings& around);

/// As of a load: what kept the rate from being higher.
[[nodiscard]] std::string limited_by(const stream::SseResult& result, const Surroundings& around);

}  // namespace harness::experiment
