#pragma once
// One slice of a conversation: clients that talk to one arm over WebSockets, or in lines over TCP, or that
// are sent events, all at once, for as long as a slice is. As slice.hpp, which does so with requests: the
// same sensors over the same window, the gates, one row. Threading: the caller's thread; the clients have one
// of their own. Errors: only what makes a row impossible.
#include "harness/experiment/round.hpp"
#include "harness/stream/sse_plan.hpp"
#include "harness/stream/websocket_plan.hpp"

namespace harness::experiment {

[[nodiscard]] stream::WebSocketPlan conversation_plan(const Plan& plan, const workload::Cell& cell,
                                                      std::uint16_t port, const machine::CpuSplit& cpus,
                                                      std::uint64_t seed);

[[nodiscard]] stream::SsePlan event_plan(const Plan& plan, const workload::Cell& cell, std::uint16_t port,
                                         const machine::CpuSplit& cpus, std::uint64_t seed);

[[nodiscard]] Result<Measured> measure_conversation(const Plan& plan, const workload::Cell& cell,
                                                    const Contender& contender,
                                                    const machine::CpuSplit& cpus);

/// With connections of its own: as fast as it can, a game at its rate, events at five times theirs.
[[nodiscard]] Result<void> warm_up_by_talking(const Plan& plan, const workload::Cell& cell,
                                              process::Server& server, const machine::CpuSplit& cpus,
                                              Nanoseconds length);

}  // namespace harness::experiment
