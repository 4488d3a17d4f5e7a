#include "fixture.hpp"
#include <gmock/gmock.h>

namespace harness::process {
namespace {

using Usage = ProcessTest;

TEST_F(Usage, CpuTimeGrowsByWhatWasBurnt) {
  Result<Server> server = Server::launch(scripted());
  ASSERT_TRUE(server) << server.error().message;
  const Result<Nanoseconds> before = server->cpu_time();
  get(*server, "/burn?ms=200");
  const Result<Nanoseconds> after = server->cpu_time();
  ASSERT_TRUE(before && after);
  // CPU time, not wall time: a busy machine makes it last longer but not cost more.
  EXPECT_GE(*after - *before, milliseconds(200));
  EXPECT_LE(*after - *before, milliseconds(300));
}

TEST_F(Usage, CpuTimeIsFinerThanAClockTick) {
  Result<Server> server = Server::launch(scripted());
  ASSERT_TRUE(server) << server.error().message;
  const Result<Nanoseconds> before = server->cpu_time();
  get(*server, "/plaintext");
  const Result<Nanoseconds> after = server->cpu_time();
  ASSERT_TRUE(before && after);
  EXPECT_GT(*after, *before);
  EXPECT_LT(*after - *before, milliseconds(10)) << "one request costs microseconds";
}

TEST_F(Usage, CpuTimeOfChildrenThatEndedIsKept) {
  Result<Server> server = Server::launch(scripted());
  ASSERT_TRUE(server) << server.error().message;
  const Result<Nanoseconds> before = server->cpu_time();
  get(*server, "/burn-in-child?ms=200");
  const Result<Nanoseconds> after = server->cpu_time();
  ASSERT_TRUE(before && after);
  EXPECT_GE(*after - *before, milliseconds(190));  // known to a tick of 10 ms
  EXPECT_LE(*after - *before, milliseconds(400));
}

TEST_F(Usage, TheFastClockAgreesWithTheSlowOneOnATreeThatStays) {
  Result<Server> server = Server::launch(scripted({"--children"}));
  ASSERT_TRUE(server) << server.error().message;
  const TreeClock clock = server->cpu_clock();
  const Result<Nanoseconds> before = clock.now();
  get(*server, "/burn?ms=100");
  const Result<Nanoseconds> after = clock.now();
  ASSERT_TRUE(before && after);
  EXPECT_GE(*after - *before, milliseconds(100));
  EXPECT_LE(*after - *before, milliseconds(200));
  EXPECT_NEAR(to_seconds(*after), to_seconds(*server->cpu_time()), 0.02);
  EXPECT_TRUE(clock.still_whole());
}

TEST_F(Usage, TheFastClockKnowsWhenATreeIsAnotherOne) {
  Result<Server> server = Server::launch(scripted());
  ASSERT_TRUE(server) << server.error().message;
  const TreeClock clock = server->cpu_clock();
  ASSERT_TRUE(clock.now());
  ASSERT_TRUE(server->stop());
  EXPECT_FALSE(clock.still_whole());
  EXPECT_FALSE(clock.now());
}

/// Counted, not assumed: ThreadSanitizer gives every program a second thread.
int threads_of(const std::vector<int>& pids) {
  int threads = 0;
  for (const int pid : pids) {
    const std::filesystem::directory_iterator tasks("/proc/" + std::to_string(pid) + "/task");
    threads += static_cast<int>(std::distance(begin(tasks), end(tasks)));
  }
  return threads;
}

TEST_F(Usage, MemoryIsThatOfTheWholeTreeWithoutTheSupervisor) {
  Result<Server> alone = Server::launch(scripted({}, "alone"));
  Result<Server> family = Server::launch(scripted({"--children"}, "family"));
  ASSERT_TRUE(alone && family);
  const Result<Memory> one = alone->memory();
  const Result<Memory> three = family->memory();
  ASSERT_TRUE(one) << one.error().message;
  ASSERT_TRUE(three) << three.error().message;
  EXPECT_GT(one->pss_kib, 0U);
  EXPECT_EQ(one->processes, 1);
  EXPECT_EQ(one->threads, threads_of(alone->pids()));
  EXPECT_GT(three->pss_kib, 0U);
  EXPECT_EQ(three->processes, 3);
  EXPECT_EQ(three->threads, threads_of(family->pids()));
}

TEST_F(Usage, UsageIsBoth) {
  Result<Server> server = Server::launch(scripted());
  ASSERT_TRUE(server) << server.error().message;
  const Result<TreeUsage> usage = server->usage();
  ASSERT_TRUE(usage) << usage.error().message;
  EXPECT_GT(usage->cpu, Nanoseconds(0));
  EXPECT_GT(usage->memory.pss_kib, 0U);
}

TEST_F(Usage, AStoppedServerHasNone) {
  Result<Server> server = Server::launch(scripted());
  ASSERT_TRUE(server) << server.error().message;
  ASSERT_TRUE(server->stop());
  const Result<Nanoseconds> cpu = server->cpu_time();
  ASSERT_FALSE(cpu);
  EXPECT_THAT(cpu.error().message, testing::HasSubstr("scripted"));
  EXPECT_FALSE(server->memory());
  EXPECT_FALSE(server->usage());
}

TEST_F(Usage, MemoryFromAProcessIsThatOfItAndWhatItStartedOnce) {
  Result<Server> server = Server::launch(scripted({"--children"}));
  ASSERT_TRUE(server) << server.error().message;
  const Result<Memory> tree = server->memory();
  std::vector<int> roots = descendants(server->pid());
  ASSERT_FALSE(roots.empty());
  roots.insert(roots.begin(), {server->pid(), server->pid()});
  const Result<Memory> from = memory_from(roots);
  ASSERT_TRUE(tree && from);
  EXPECT_EQ(from->processes, tree->processes);
  EXPECT_NEAR(static_cast<double>(from->pss_kib), static_cast<double>(tree->pss_kib), 512);
  EXPECT_EQ(memory_from({server->pid()})->processes, tree->processes);
  EXPECT_EQ(memory_from({})->processes, 0);
}

}  // namespace
}  // namespace harness::process
