#include "harness/experiment/conversation_slice.hpp"

#include <algorithm>

#include "harness/experiment/conversation_figures.hpp"
#include "harness/experiment/conversation_gates.hpp"
#include "harness/experiment/server_count.hpp"
#include "harness/experiment/server_figures.hpp"
#include "harness/experiment/slice_figures.hpp"
#include "harness/experiment/slice_observer.hpp"
#include "harness/experiment/until_stopped.hpp"
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
  talk.conversation = stream::conversation_of(cell.target);
  talk.rooms = cell.talk->rooms;
  talk.message_bytes = static_cast<std::size_t>(cell.talk->message_bytes);
  talk.connections = cell.connections;
  if (cell.open_loop) {
    const bool poisson = cell.open_loop->arrivals == "poisson";
    talk.schedule =
        load::ScheduleSpec{.arrivals = poisson ? load::Arrivals::kPoisson : load::Arrivals::kUniform,
                           .rate = cell.open_loop->rate,
                           .ramp_from = {},
                           .ramp = {},
                           .seed = seed};
  }
  if (!cpus.client.empty()) talk.cpu = cpus.client.front();
  talk.lead_in = std::max(plan.profile->lead_in, stream::least_lead_in(talk));
  talk.duration = plan.profile->slice;
  talk.timeout = plan.suite->timeout;
  talk.drain = 2 * plan.profile->slice;
  return talk;
}

Result<Measured> measure_conversation(const Plan& plan, const workload::Cell& cell,
                                      const Contender& contender, const machine::CpuSplit& cpus) {
  process::Server& server = *contender.server;
  const auto counted_before = requests_counted(server.port());
  const std::uint64_t logged_before = server.log_bytes_since_ready();
  const stream::WebSocketPlan talk = conversation_plan(plan, cell, server.port(), cpus, contender.seed);
  ServerMeter meter(server);
  RoundWatch watch(cpus, 1);
  ConversationObserver observer(server, meter, watch);
  const auto result = stream::run(talk, observer);
  watch.end();
  if (!result) return tl::unexpected(result.error());

  results::SliceRow row = blank_row(plan, *contender.arm, cell);
  row.start_mono_ns = observer.opened().since_start.count();
  describe_conversation(row, talk, *result);
  describe_cpu(row, meter, result->window, result->throughput, cpus.server.size());
  describe_machine(row, watch);
  describe_memory(row, observer.memory());
  row.sent_in_all = result->handshakes.established;
  if (counted_before) {
    if (const auto counted = requests_counted_since(server.port(), *counted_before, *row.sent_in_all))
      row.server_requests = verify::total(*counted) - verify::total(*counted_before);
  }
  Surroundings around = surroundings_of(row);
  around.log_bytes = server.log_bytes_since_ready() - logged_before;
  describe_gates(row, check_conversation(talk, *result, around));
  row.limited_by = limited_by(*result, around);
  const bool is_game = talk.conversation == stream::Conversation::kGame;
  return Measured{row, is_game ? result->open_loop->response : result->service};
}

Result<void> warm_up_by_talking(const Plan& plan, const Arm& arm, process::Server& server,
                                const machine::CpuSplit& cpus) {
  std::vector<workload::Cell> cells = plan.cells;
  std::erase_if(cells, [&](const workload::Cell& cell) { return !plan.asks(arm, cell.target); });
  UntilStopped observer;
  for (const workload::Cell& cell : cells) {
    stream::WebSocketPlan talk = conversation_plan(plan, cell, server.port(), cpus, plan.seed);
    if (talk.conversation != stream::Conversation::kGame) talk.schedule.reset();
    talk.lead_in = stream::least_lead_in(talk);
    talk.duration = plan.warm_up / static_cast<std::int64_t>(cells.size());
    if (const auto result = stream::run(talk, observer); !result) return tl::unexpected(result.error());
    if (process::StopRequest::requested()) break;
  }
  return {};
}

}  // namespace harness::experiment
