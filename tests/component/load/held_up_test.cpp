// A load thread the machine takes off its CPU at the worst moment: when the window is announced and opens.
#include <csignal>
#include <ctime>
#include <filesystem>
#include <set>
#include <string>
#include <sys/syscall.h>
#include <thread>

#include "scripted_server.hpp"
#include <gtest/gtest.h>
#include <unistd.h>

#include "harness/load/engine.hpp"

namespace harness::load {
namespace {

using test::ok_response;
using test::Peer;
using test::ScriptedServer;

constexpr long kHeldNs = 45'000'000;  // longer than a moment is announced before it comes

extern "C" void stand_still(int) {
  const timespec nap{0, kHeldNs};
  ::nanosleep(&nap, nullptr);
}

/// While it lives, threads begin with the signal blocked: they are never held up, nor are those they begin.
class SparesNewThreads {
 public:
  SparesNewThreads() { change(SIG_BLOCK); }
  ~SparesNewThreads() { change(SIG_UNBLOCK); }
  SparesNewThreads(const SparesNewThreads&) = delete;
  SparesNewThreads& operator=(const SparesNewThreads&) = delete;

 private:
  static void change(int how) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    ::pthread_sigmask(how, &set, nullptr);
  }
};

/// Holds up every thread that lets itself be, most of the time, until the window has opened.
class HoldUp : public Observer {
 public:
  HoldUp() {
    struct sigaction action {};
    action.sa_handler = stand_still;
    ::sigaction(SIGUSR1, &action, &before_);
  }
  ~HoldUp() override { ::sigaction(SIGUSR1, &before_, nullptr); }
  HoldUp(const HoldUp&) = delete;
  HoldUp& operator=(const HoldUp&) = delete;

  /// Polled by the engine's own thread all through the lead-in.
  bool stop_requested() override {
    const Instant now = clock_.now();
    if (open_ || now < next_) return false;
    next_ = now + Nanoseconds(kHeldNs) + milliseconds(2);
    for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
      const int thread = std::stoi(task.path().filename());
      if (thread != ::getpid()) ::syscall(SYS_tgkill, ::getpid(), thread, SIGUSR1);
    }
    return false;
  }
  void window_opened() override { open_ = true; }

 private:
  SteadyClock clock_;
  struct sigaction before_ {};
  Instant next_;
  bool open_ = false;
};

LoadPlan plan_for(const ScriptedServer& server) {
  LoadPlan plan;
  plan.port = server.port();
  plan.asks[0].request = {
      .method = "GET", .target = "/plaintext", .host = "127.0.0.1", .headers = {}, .body = {}};
  plan.asks[0].expectation = Expectation::exact("Hello, World!");
  plan.connections = 4;
  plan.lead_in = milliseconds(30);
  plan.duration = milliseconds(60);
  plan.timeout = seconds(2);
  plan.drain = seconds(2);
  return plan;
}

bool answer(const Peer& peer, int) {
  peer.send(ok_response("Hello, World!"));
  return true;
}

std::unique_ptr<ScriptedServer> spared_server() {
  const SparesNewThreads spares;
  return std::make_unique<ScriptedServer>(answer);
}

void expect_balanced_ledgers(std::optional<ScheduleSpec> schedule) {
  for (int round = 0; round < 10; ++round) {
    const std::unique_ptr<ScriptedServer> server = spared_server();
    LoadPlan plan = plan_for(*server);
    plan.schedule = schedule;
    HoldUp observer;
    const auto result = run(plan, observer);
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_TRUE(result->ledger.balances()) << "round " << round << ": " << result->ledger.scheduled
                                           << " scheduled, " << result->ledger.ok << " ok";
    EXPECT_GT(result->ledger.ok, 0U);
  }
}

TEST(HeldUp, AClosedLoopCountsEveryRequestOnce) {
  expect_balanced_ledgers(std::nullopt);
}

TEST(HeldUp, AnOpenLoopCountsEveryRequestOnce) {
  expect_balanced_ledgers(ScheduleSpec{.rate = {20'000}});
}

}  // namespace
}  // namespace harness::load
