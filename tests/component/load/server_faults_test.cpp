// A real server that dies, freezes or goes away in the middle of a load. The ledger must balance, the engine
// must end when its timeouts say so, and must not burn its CPU meanwhile.
#include <csignal>
#include <thread>

#include "tests/component/native/reference_process.hpp"
#include <gtest/gtest.h>

#include "harness/load/engine.hpp"

namespace harness::load {
namespace {

using test::ReferenceProcess;

constexpr const char* kReference = HARNESS_BINARY_DIR "/bin/harness-reference";

LoadPlan plan_for(const ReferenceProcess& server) {
  LoadPlan plan;
  plan.port = server.port();
  plan.asks = {Ask{{"GET", "/plaintext", "127.0.0.1", {}, {}}, Expectation::exact("Hello, World!")}};
  plan.connections = 8;
  plan.lead_in = milliseconds(50);
  plan.duration = milliseconds(600);
  plan.timeout = milliseconds(400);
  plan.drain = milliseconds(400);
  return plan;
}

/// Signals the server a little after the window has opened, from a thread of its own, and perhaps once more.
class Assault : public Observer {
 public:
  Assault(ReferenceProcess& server, int first, int then = 0, int pause_ms = 0)
      : server_(server), first_(first), then_(then), pause_ms_(pause_ms) {}
  void window_opened() override {
    thread_ = std::jthread([this] {
      std::this_thread::sleep_for(std::chrono::milliseconds(150));
      server_.signal(first_);
      std::this_thread::sleep_for(std::chrono::milliseconds(pause_ms_));
      if (then_ != 0) server_.signal(then_);
    });
  }

 private:
  ReferenceProcess& server_;
  int first_;
  int then_;
  int pause_ms_;
  std::jthread thread_;
};

struct Ended {
  LoadResult result;
  Nanoseconds took;
};

Ended under(Assault& assault, const LoadPlan& plan) {
  const SteadyClock clock;
  const Instant begun = clock.now();
  auto result = run(plan, assault);
  EXPECT_TRUE(result) << result.error().message;
  EXPECT_TRUE(result->ledger.balances());
  return {*std::move(result), clock.now() - begun};
}

class Faults : public testing::TestWithParam<bool> {
 protected:
  /// A closed loop, or an open one at a rate the server keeps easily.
  [[nodiscard]] LoadPlan plan() const {
    LoadPlan plan = plan_for(server_);
    if (GetParam()) plan.schedule = ScheduleSpec{.rate = {1'000}};
    return plan;
  }
  ReferenceProcess server_{kReference};
};
INSTANTIATE_TEST_SUITE_P(ClosedAndOpenLoop, Faults, testing::Bool(),
                         [](const auto& loop) { return loop.param ? "OpenLoop" : "ClosedLoop"; });

TEST_P(Faults, OfAServerThatIsKilledAreCountedAndEndInTime) {
  Assault kill(server_, SIGKILL);
  const auto [result, took] = under(kill, plan());
  EXPECT_GT(result.ledger.ok, 0U);
  EXPECT_GT(result.ledger.failed(), 0U);
  EXPECT_LT(took, seconds(4));  // 0.05 + 0.6 + 0.4 s, and what a busy machine adds
  // 450 ms of nobody listening: reconnects back off instead of spinning.
  EXPECT_LT(to_seconds(result.client_cpu), 0.9 * to_seconds(result.window));
  EXPECT_LT(result.ledger.connect_failed, 400U);
}

TEST_P(Faults, OfAServerThatNeverComesBackAreTimeouts) {
  Assault freeze(server_, SIGSTOP);
  const auto [result, took] = under(freeze, plan());
  EXPECT_GT(result.ledger.timeout + result.ledger.in_flight_at_end + result.ledger.never_dispatched, 0U);
  EXPECT_LT(took, seconds(4));
  server_.signal(SIGCONT);
}

TEST_P(Faults, OfAFreezeShowInEveryRequestThatMetIt) {
  LoadPlan plan = this->plan();
  plan.timeout = plan.drain = seconds(3);
  plan.connections = 300;  // in the open loop, enough for the 200 requests due during the freeze
  Assault freeze(server_, SIGSTOP, SIGCONT, 200);
  const auto [result, took] = under(freeze, plan);
  EXPECT_EQ(result.ledger.ok, result.ledger.scheduled) << result.first_problem;
  const stats::Histogram& seen = result.open_loop ? result.open_loop->response : result.service;
  EXPECT_GE(*seen.max(), milliseconds(190));
  std::uint64_t beyond_half = 0;
  for (const auto& [bucket, count] : seen.sparse())
    beyond_half += stats::Histogram::bucket_low(bucket) >= milliseconds(100) ? count : 0;
  // Open loop: a request a millisecond, those of the first half of the freeze wait 100 ms or more. Closed
  // loop: each connection has one request in it, however long it lasts.
  EXPECT_GE(beyond_half, GetParam() ? 95U : 290U);
  EXPECT_LE(beyond_half, 600U);
}

}  // namespace
}  // namespace harness::load
