#include <fstream>

#include "fixture.hpp"
#include <gmock/gmock.h>

#include "harness/process/log_file.hpp"
#include "harness/process/port.hpp"
#include "harness/process/ready_line.hpp"
#include "harness/process/ready_watch.hpp"

namespace harness::process {
namespace {

using Parts = ProcessTest;

TEST(ReadyLine, HasPidsAndPort) {
  const auto ready = parse_ready_line(R"({"ready":true,"pids":[12,13],"port":8080})");
  ASSERT_TRUE(ready);
  EXPECT_EQ(ready->pids, (std::vector<int>{12, 13}));
  EXPECT_EQ(ready->port, 8080);
}

TEST(ReadyLine, OtherLinesAreNot) {
  for (const char* line :
       {"", "listening on 8080", R"({"ready":false,"port":1})", R"(["ready"])", R"({"ready":true)", "true"}) {
    EXPECT_FALSE(parse_ready_line(line)) << line;
  }
}

TEST(ReadyLine, WhatItDoesNotSayIsAbsent) {
  const auto ready = parse_ready_line(R"({"ready":true,"port":"8080"})");
  ASSERT_TRUE(ready);
  EXPECT_EQ(ready->port, std::nullopt);
  EXPECT_TRUE(ready->pids.empty());
}

TEST(ReadyLine, NumbersThatNoPortAndNoProcessHasAreAbsent) {
  const auto ready = parse_ready_line(R"({"ready":true,"pids":[-1,0,4294967297,1.5,12],"port":65616})");
  ASSERT_TRUE(ready);
  EXPECT_EQ(ready->port, std::nullopt);
  EXPECT_EQ(ready->pids, std::vector<int>{12});
}

TEST_F(Parts, TheReadyLineIsSeenOnlyWhenItIsComplete) {
  std::ofstream log(folder_ / "log");
  ReadyWatch watch(folder_ / "log");
  log << "banner\n{\"ready\":true,\"pi" << std::flush;
  EXPECT_FALSE(watch.look());
  log << "ds\":[7],\"port\":80}\nmore\n" << std::flush;
  const auto ready = watch.look();
  ASSERT_TRUE(ready);
  EXPECT_EQ(ready->pids, std::vector<int>{7});
}

TEST_F(Parts, TheTailIsTheLastLinesInOrder) {
  std::ofstream(folder_ / "log") << "one\ntwo\nthree\n";
  EXPECT_EQ(tail_of(folder_ / "log", 2), "two\nthree");
  EXPECT_EQ(tail_of(folder_ / "log", 3), "one\ntwo\nthree");
  EXPECT_EQ(tail_of(folder_ / "log", 9), "one\ntwo\nthree");
  EXPECT_EQ(tail_of(folder_ / "log", 0), "");
  EXPECT_EQ(tail_of(folder_ / "none", 3), "");
  EXPECT_EQ(size_of(folder_ / "log"), 14U);
}

TEST_F(Parts, AFreePortIsFreeUntilSomebodyListens) {
  const Result<std::uint16_t> port = free_port();
  ASSERT_TRUE(port);
  EXPECT_GE(*port, 1024);
  EXPECT_FALSE(somebody_listens_on(*port));
  LaunchSpec spec = scripted();
  Result<Server> server = Server::launch(spec);
  ASSERT_TRUE(server) << server.error().message;
  EXPECT_TRUE(somebody_listens_on(spec.port));
}

TEST(ExitText, ReadsAsASentence) {
  EXPECT_EQ(to_text(Exit{false, 3}), "exited with code 3");
  EXPECT_EQ(to_text(Exit{true, 9}), "was killed by signal 9 (Killed)");
}

TEST(SupervisorPath, IsBesideUsUnlessNamed) {
  ::unsetenv("HARNESS_SUPERVISOR");
  EXPECT_EQ(supervisor_path().filename(), "harness-supervisor");
  EXPECT_EQ(supervisor_path().parent_path(), std::filesystem::read_symlink("/proc/self/exe").parent_path());
  ::setenv("HARNESS_SUPERVISOR", "/elsewhere/s", 1);
  EXPECT_EQ(supervisor_path(), "/elsewhere/s");
}

}  // namespace
}  // namespace harness::process
