#pragma once
// One slice of a conversation: WebSocket clients that talk to one arm, all at once, for as long as a slice
// is. As slice.hpp, which does so with requests: the same sensors over the same window, the gates, one row.
// Threading: the caller's thread; the clients have one of their own. Errors: only what makes a row
// impossible.
#include "harness/experiment/round.hpp"
#include "harness/stream/websocket_plan.hpp"

namespace harness::experiment {

[[nodiscard]] stream::WebSocketPlan conversation_plan(const Plan& plan, const workload::Cell& cell,
                                                      std::uint16_t port, const machine::CpuSplit& cpus,
                                                      std::uint64_t seed);

[[nodiscard]] Result<Measured> measure_conversation(const Plan& plan, const workload::Cell& cell,
                                                    const Contender& contender,
                                                    const machine::CpuSplit& cpus);

/// plan.warm_up long, all conversations of the plan that the arm serves, each with connections of its own: as
/// fast as it can, a game at its rate.
[[nodiscard]] Result<void> warm_up_by_talking(const Plan& plan, const Arm& arm, process::Server& server,
                                              const machine::CpuSplit& cpus);

}  // namespace harness::experiment
