#include "harness/experiment/conversation_slice.hpp"

#include <algorithm>

#include "harness/experiment/conversation_figures.hpp"
#include "harness/experiment/conversation_gates.hpp"
#include "harness/experiment/event_figures.hpp"
#include "harness/experiment/event_gates.hpp"
#include "harness/experiment/server_count.hpp"
#include "harness/experiment/server_figures.hpp"
#include "harness/experiment/slice_figures.hpp"
#include "harness/experiment/slice_observer.hpp"
#include "harness/experiment/until_stopped.hpp"
#include "harness/stream/sse_load.hpp"
#include "harness/stream/websocket_load.hpp"

namespace harness::experiment {
namespace {

/// Reads the server's memory while the connections are there.
class ConversationObserver : public SliceObserver {
 public:
  ConversationObserver(process::Server& server, ServerMeter& meter, RoundWatch& watch)
      : SliceObserver(server, meter, watch), server_(server) {}
  void window_opened() override {
    opened_ = SteadyClock().now();
    SliceObserver::window_opened();
  }
  void window_closed() override {
    SliceObserver::window_closed();
    memory_ = server_.memory();
  }
  [[nodiscard]] Instant opened() const { return opened_; }
  [[nodiscard]] const Result<process::Memory>& memory() const { return memory_; }

 private:
  process::Server& server_;
  Instant opened_;
  Result<process::Memory> memory_ = environment_error("the window never closed");
};

}  // namespace

stream::WebSocketPlan conversation_plan(const Plan& plan, const workload::Cell& cell, std::uint16_t port,
                                        const machine::CpuSplit& cpus, std::uint64_t seed) {
  stream::WebSocketPlan talk;
  talk.port = port;
  talk.host_header = "127.0.0.1:" + std::to_string(port);
  talk.target = cell.target;
  talk.conversation = stream::conversation_of_row(cell.target);
  talk.rooms = cell.talk->rooms;
  talk.message_bytes = static_cast<std::size_t>(cell.talk->message_bytes);
  talk.connections = cell.connections;
  if (cell.open_loop) {
    talk.schedule = load::ScheduleSpec{.arrivals = load::arrivals_named(cell.open_loop->arrivals),
                                       .rate = cell.open_loop->rate,
                                       .ramp_from = {},
                                       .ramp = {},
                                       .seed = seed,
                                       .at_once = cell.connections};
  }
  if (!cpus.client.empty()) talk.cpu = cpus.client.front();
  talk.lead_in = std::max(plan.profile->lead_in, stream::least_lead_in(talk));
  talk.duration = plan.profile->slice;
  talk.timeout = plan.suite->timeout;
  talk.drain = 2 * plan.profile->slice;
  return talk;
}

stream::SsePlan event_plan(const Plan& plan, const workload::Cell& cell, std::uint16_t port,
                           const machine::CpuSplit& cpus, std::uint64_t seed) {
  stream::SsePlan events;
  events.port = port;
  events.host_header = "127.0.0.1:" + std::to_string(port);
  events.target = cell.target;
  events.cadence = stream::cadence_of(cell.target).value_or(stream::SseCadence{});
  events.streams = cell.connections;
  if (!cpus.client.empty()) events.cpu = cpus.client.front();
  events.timeout = plan.suite->timeout;
  events.stay = stream::SseStay{.lead_in = std::max(plan.profile->lead_in, stream::least_lead_in(events)),
                                .duration = plan.profile->slice,
                                .drain = 2 * plan.profile->slice,
                                .seed = seed};
  return events;
}

namespace {

/// Of a game or events only who sends knows when it did.
stats::Histogram times_of(const stream::WebSocketResult& result) {
  return result.game ? result.open_loop->response : result.service;
}
stats::Histogram times_of(const stream::SseResult& result) {
  return result.times.response;
}

std::uint16_t port_of(const process::Server& server, const workload::Cell& cell) {
  const bool lines = stream::conversation_of_row(cell.target) == stream::Conversation::kLines;
  return lines ? server.line_port() : server.port();
}

CountReader count_of(const stream::WebSocketPlan& plan) {
  return plan.conversation == stream::Conversation::kLines ? verify::line_counts : verify::worker_counts;
}
CountReader count_of(const stream::SsePlan&) {
  return verify::worker_counts;
}

std::uint64_t sent_of(const stream::WebSocketPlan& plan, const stream::WebSocketResult& result) {
  return requests_of(plan, result);
}
std::uint64_t sent_of(const stream::SsePlan&, const stream::SseResult& result) {
  return requests_of(result);
}

template <typename TalkPlan>
Result<Measured> measure(const Plan& plan, const workload::Cell& cell, const Contender& contender,
                         const machine::CpuSplit& cpus, const TalkPlan& talk) {
  process::Server& server = *contender.server;
  const auto counted_before = requests_counted(server.port(), count_of(talk));
  const std::uint64_t logged_before = server.log_bytes_since_ready();
  ServerMeter meter(server);
  RoundWatch watch(cpus, 1);
  ConversationObserver observer(server, meter, watch);
  const auto result = stream::run(talk, observer);
  watch.end();
  if (!result) return tl::unexpected(result.error());

  results::SliceRow row = blank_row(plan, *contender.arm, cell);
  row.start_mono_ns = observer.opened().since_start.count();
  describe_conversation(row, talk, *result);
  describe_cpu(row, meter, from_seconds(*row.duration_s), *row.throughput_rps, cpus.server.size());
  describe_machine(row, watch);
  describe_memory(row, observer.memory());
  row.sent_in_all = sent_of(talk, *result);
  if (counted_before) {
    if (const auto counted =
            requests_counted_since(server.port(), *counted_before, *row.sent_in_all, count_of(talk)))
      row.server_requests = verify::total(*counted) - verify::total(*counted_before);
  }
  Surroundings around = surroundings_of(row);
  around.log_bytes = server.log_bytes_since_ready() - logged_before;
  describe_gates(row, check_conversation(talk, *result, around));
  row.limited_by = limited_by(*result, around);
  return Measured{row, times_of(*result)};
}

Result<void> warm_up_with_messages(stream::WebSocketPlan talk, Nanoseconds length, load::Observer& observer) {
  if (talk.conversation != stream::Conversation::kGame) talk.schedule.reset();
  talk.lead_in = stream::least_lead_in(talk);
  talk.duration = length;
  const auto result = stream::run(talk, observer);
  if (!result) return tl::unexpected(result.error());
  return {};
}

Result<void> warm_up_with_events(stream::SsePlan events, Nanoseconds length, load::Observer& observer) {
  constexpr double kFaster = 5;
  events.cadence.rate.value *= kFaster;
  events.target = stream::target_of(events.cadence);
  events.stay->lead_in = stream::least_lead_in(events);
  events.stay->duration = length;
  const auto result = stream::run(events, observer);
  if (!result) return tl::unexpected(result.error());
  return {};
}

}  // namespace

Result<Measured> measure_conversation(const Plan& plan, const workload::Cell& cell,
                                      const Contender& contender, const machine::CpuSplit& cpus) {
  const std::uint16_t port = port_of(*contender.server, cell);
  if (stream::is_event_stream(cell.target))
    return measure(plan, cell, contender, cpus, event_plan(plan, cell, port, cpus, contender.seed));
  return measure(plan, cell, contender, cpus, conversation_plan(plan, cell, port, cpus, contender.seed));
}

Result<void> warm_up_by_talking(const Plan& plan, const workload::Cell& cell, process::Server& server,
                                const machine::CpuSplit& cpus, Nanoseconds length) {
  UntilStopped observer;
  if (stream::is_event_stream(cell.target))
    return warm_up_with_events(event_plan(plan, cell, server.port(), cpus, plan.seed), length, observer);
  return warm_up_with_messages(conversation_plan(plan, cell, port_of(server, cell), cpus, plan.seed), length,
                               observer);
}

}  // namespace harness::experiment
