#include <algorithm>

#include "tests/component/native/reference_process.hpp"
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <signal.h>

#include "harness/base/clock.hpp"
#include "harness/verify/contract.hpp"
#include "harness/verify/raw_connection.hpp"
#include "harness/verify/worker_counts.hpp"

namespace harness {
namespace {

const std::string kProgram = HARNESS_BINARY_DIR "/bin/harness-reference";

verify::Subject at(const test::ReferenceProcess& server) {
  return {"127.0.0.1", server.port()};
}
Instant soon() {
  return SteadyClock{}.now() + seconds(20);
}

std::optional<verify::WorkerCounts> stats_of(const test::ReferenceProcess& server) {
  return verify::worker_counts(verify::RawConnection(at(server), soon()).get("/__stats").body);
}

TEST(Reference, PrintsOneReadyLineAndThenNothing) {
  test::ReferenceProcess server(kProgram);
  EXPECT_EQ(server.ready_line(),
            fmt::format("{{\"ready\":true,\"pids\":[{}],\"port\":{}}}\n", server.pid(), server.port()));
  verify::RawConnection connection(at(server), soon());
  EXPECT_EQ(connection.get("/plaintext").status, 200);
  connection.send("BROKEN\r\n\r\n");
  EXPECT_EQ(connection.receive("broken").status, 400);
  server.signal(SIGTERM);
  EXPECT_EQ(server.wait(), 0);
  EXPECT_EQ(server.rest_of_stdout(), "");
  EXPECT_EQ(server.whole_stderr(), "");
}

TEST(Reference, LeavesWithZeroOnBothSignalsThoughConnectionsAreIdle) {
  for (const int number : {SIGTERM, SIGINT}) {
    test::ReferenceProcess server(kProgram);
    verify::RawConnection used(at(server), soon());
    EXPECT_EQ(used.get("/plaintext").status, 200);
    verify::RawConnection untouched(at(server), soon());
    server.signal(number);
    EXPECT_EQ(server.wait(), 0);
    EXPECT_TRUE(used.closed_by_peer());
  }
}

TEST(Reference, AnswersWhatIsInFlightBeforeItLeaves) {
  test::ReferenceProcess server(kProgram);
  verify::RawConnection connection(at(server), soon());
  // The first response proves that the second request, sent with it, has been read.
  connection.send(verify::get_request("/plaintext") + verify::get_request("/delay?ms=400"));
  EXPECT_EQ(connection.receive("first").status, 200);
  server.signal(SIGTERM);
  const auto last = connection.receive("GET /delay");
  EXPECT_EQ(last.body, R"({"ms":400})") << last.failure;
  EXPECT_EQ(last.header("Connection"), "close");
  EXPECT_TRUE(connection.closed_by_peer());
  EXPECT_EQ(server.wait(), 0);
}

TEST(Reference, DoesNotWaitForADelayThatOutlastsTheFiveSeconds) {
  test::ReferenceProcess server(kProgram);
  verify::RawConnection connection(at(server), soon());
  connection.send(verify::get_request("/plaintext") + verify::get_request("/delay?ms=10000"));
  EXPECT_EQ(connection.receive("first").status, 200);
  const Instant asked = SteadyClock{}.now();
  server.signal(SIGTERM);
  EXPECT_EQ(server.wait(), 0);
  EXPECT_LT(SteadyClock{}.now() - asked, seconds(9)) << "the delay itself would have ended it";
}

TEST(Reference, AnswersWhatItsPoolComputesBeforeItLeaves) {
  test::ReferenceProcess server(kProgram);
  verify::RawConnection connection(at(server), soon());
  connection.send(verify::get_request("/plaintext") + verify::get_request("/cpu_off/fib?n=36"));
  EXPECT_EQ(connection.receive("first").status, 200);
  server.signal(SIGTERM);
  EXPECT_EQ(connection.receive("GET /cpu_off").body, R"({"k":"fib","n":36,"r":"14930352"})");
  EXPECT_EQ(server.wait(), 0);
}

TEST(Reference, DoesNotWaitForAComputationThatOutlastsTheFiveSeconds) {
  test::ReferenceProcess server(kProgram);
  verify::RawConnection connection(at(server), soon());
  // The second waits behind the first in a pool of one.
  connection.send(verify::get_request("/plaintext") + verify::get_request("/cpu_off/mandelbrot?n=16000"));
  EXPECT_EQ(connection.receive("first").status, 200);
  verify::RawConnection other(at(server), soon());
  other.send(verify::get_request("/plaintext") + verify::get_request("/cpu_off/fib?n=1"));
  EXPECT_EQ(other.receive("first").status, 200);
  const Instant asked = SteadyClock{}.now();
  server.signal(SIGTERM);
  EXPECT_EQ(server.wait(), 0);
  EXPECT_LT(SteadyClock{}.now() - asked, seconds(6));
}

TEST(Reference, ComputesAsMuchAtOnceAsItsPoolHasThreads) {
  test::ReferenceProcess server(kProgram, {}, {"PORT=0", "THREADS=2"});
  verify::RawConnection first(at(server), soon());
  verify::RawConnection second(at(server), soon());
  first.send(verify::get_request("/plaintext") + verify::get_request("/cpu_off/mandelbrot?n=16000"));
  EXPECT_EQ(first.receive("first").status, 200);
  EXPECT_EQ(second.get("/cpu_off/fib?n=20").body, R"({"k":"fib","n":20,"r":"6765"})");
}

TEST(Reference, NamesThePortThatIsTaken) {
  test::ReferenceProcess first(kProgram);
  const auto port = std::to_string(first.port());
  test::ReferenceProcess second(kProgram, {"--port", port}, {});
  EXPECT_EQ(second.wait(), 98);
  EXPECT_EQ(second.ready_line(), "");
  EXPECT_EQ(second.whole_stderr(), "harness-reference: cannot listen on 127.0.0.1:" + port +
                                       ": Address already in use (errno 98)\n");
}

TEST(Reference, RefusesWhatItCannotDo) {
  const std::vector<std::vector<std::string>> environments = {{},
                                                              {"PORT=x"},
                                                              {"PORT=70000"},
                                                              {"PORT=0", "WORKERS=2"},
                                                              {"PORT=0", "BACKLOG=-1"},
                                                              {"PORT=0", "THREADS=0"},
                                                              {"PORT=0", "THREADS=x"}};
  for (const auto& environment : environments) {
    test::ReferenceProcess server(kProgram, {}, environment);
    EXPECT_EQ(server.wait(), 2);
    const auto said = server.whole_stderr();
    EXPECT_EQ(said.find('\n'), said.size() - 1) << said;
  }
}

TEST(Reference, TakesEmptyAndOneAsOneWorker) {
  for (const char* workers : {"WORKERS=", "WORKERS=1"}) {
    test::ReferenceProcess server(kProgram, {}, {"PORT=0", workers, "BACKLOG=16"});
    ASSERT_NE(server.port(), 0);
    verify::RawConnection connection(at(server), soon());
    const auto info = connection.get("/__info").body;
    EXPECT_NE(info.find(R"("backlog":16,"keep_alive_s":75,"nodelay":true)"), std::string::npos) << info;
  }
}

TEST(Prefork, SaysWhoServesAndCountsForAll) {
  test::ReferenceProcess server(kProgram, {"--prefork"}, {"PORT=0", "WORKERS=2"});
  ASSERT_NE(server.port(), 0) << server.whole_stderr();
  const auto before = stats_of(server);
  ASSERT_TRUE(before);
  ASSERT_EQ(before->size(), 2U);
  std::string pids = std::to_string(server.pid());
  for (const auto& [pid, requests] : *before) pids += fmt::format(",{}", pid);
  EXPECT_NE(server.ready_line().find(fmt::format("\"pids\":[{}]", pids)), std::string::npos)
      << server.ready_line();
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(verify::RawConnection(at(server), soon()).get("/plaintext").status, 200);
  const auto after = stats_of(server);
  ASSERT_TRUE(after);
  EXPECT_EQ(verify::total(*after) - verify::total(*before), 5U);
  server.signal(SIGTERM);
  EXPECT_EQ(server.wait(), 0);
  EXPECT_EQ(server.whole_stderr(), "");
  for (const auto& [pid, requests] : *before) EXPECT_NE(::kill(static_cast<pid_t>(pid), 0), 0) << pid;
}

TEST(Prefork, ComputesInAllWorkersAtTheSameTime) {
  test::ReferenceProcess server(kProgram, {"--prefork"}, {"PORT=0", "WORKERS=2"});
  ASSERT_NE(server.port(), 0);
  verify::RawConnection slow(at(server), soon());
  slow.send(verify::get_request("/cpu/fib?n=42"));  // a second or more, in one of the two
  const Instant begun = SteadyClock{}.now();
  int meanwhile = 0;
  for (int i = 0; i < 20; ++i) {
    verify::RawConnection quick(at(server), soon());
    if (quick.get("/plaintext").status == 200 && SteadyClock{}.now() - begun < milliseconds(300)) ++meanwhile;
  }
  EXPECT_GT(meanwhile, 10);
  EXPECT_EQ(slow.receive("fib").status, 200);
}

TEST(Prefork, IsHeldToTheNumberOfWorkersThatWasAskedFor) {
  test::ReferenceProcess server(kProgram, {"--prefork"}, {"PORT=0", "WORKERS=2"});
  workload::Stack stack;
  stack.accept_mode = "shared";
  const auto shared = [&](int workers) {
    stack.workers = workers;
    const auto checks = verify::check_workers(at(server), stack);
    return *std::ranges::find(checks, "accept-shared", &verify::Check::name);
  };
  EXPECT_EQ(shared(2).outcome, verify::Outcome::kPass) << shared(2).detail;
  EXPECT_EQ(shared(3).detail, "3 workers were asked for, /__stats knows 2");
  EXPECT_EQ(shared(3).outcome, verify::Outcome::kFail);
}

TEST(Prefork, EndsAltogetherWhenAWorkerDies) {
  test::ReferenceProcess server(kProgram, {"--prefork"}, {"PORT=0", "WORKERS=2"});
  const auto workers = stats_of(server);
  ASSERT_TRUE(workers);
  ::kill(static_cast<pid_t>(workers->begin()->first), SIGKILL);
  EXPECT_EQ(server.wait(), 1) << "a worker less would be measured as if it were there";
}

TEST(Prefork, RefusesNumbersOfWorkersThatAreNone) {
  for (const char* workers : {"WORKERS=0", "WORKERS=65", "WORKERS=x"}) {
    test::ReferenceProcess server(kProgram, {"--prefork"}, {"PORT=0", workers});
    EXPECT_EQ(server.wait(), 2) << workers;
    EXPECT_NE(server.whole_stderr().find(workers), std::string::npos) << server.whole_stderr();
  }
}

}  // namespace
}  // namespace harness
